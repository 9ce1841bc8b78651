// What the tour says, step by step, and what each step brings on the screen. A step does the act it speaks of, so that Next alone shows
// everything; people may also do it themselves.
import { setMode, getDocument, select } from '../../document/store.ts';
import type { FileId } from '../../document/model.ts';
import { simulate } from '../../runs/launch/launch.ts';
import { goToFile } from '../navigation.ts';
import { setPreferences } from '../preferences.ts';

export interface TourStep {
  readonly title: string;
  readonly text: string;
  /** What is outlined: a rule of TourCard.module.css. */
  readonly shows: 'canvas' | 'inspector' | 'source' | 'run' | 'moment' | 'palette';
  readonly enter: (fileId: FileId) => void | Promise<void>;
}

function show(fileId: FileId, mode: 'graph' | 'split'): void {
  const document = getDocument(fileId);
  if (!document) return;
  goToFile(document);
  setMode(fileId, mode);
  // The card lies over its foot.
  setPreferences({ inspector: true });
}
/** The first thinking node, whatever the example is. */
function selectFirst(fileId: FileId): void {
  const node = getDocument(fileId)?.projection.nodes.find(({ kind }) => kind === 'agent');
  if (node) select(fileId, [node.id]);
}

export const tourSteps: readonly TourStep[] = [
  {
    title: 'A workflow is a graph',
    text: 'Each card is a step: an agent writes, a judge decides, a computation counts. Arrows say what comes next; the dashed one goes back, at most five times. This is a copy: change what you like.',
    shows: 'canvas',
    enter: (fileId) => {
      show(fileId, 'graph');
      select(fileId, []);
    },
  },
  {
    title: 'Choose a card to change it',
    text: 'The panel at the right shows every property of what is chosen, where its value comes from, and what is wrong with it. Press A to add a step, C to connect it.',
    shows: 'inspector',
    enter: (fileId) => {
      show(fileId, 'graph');
      selectFirst(fileId);
    },
  },
  {
    title: 'The text is the document',
    text: 'The graph is a drawing of this text. Type here and the graph follows; draw there and only the lines concerned change. One undo (Ctrl+Z) takes back either.',
    shows: 'source',
    enter: (fileId) => {
      show(fileId, 'split');
      selectFirst(fileId);
    },
  },
  {
    title: 'Try it without a key',
    text: 'Simulate runs the whole workflow with made-up answers: no key, no network, nothing is started. Next does it.',
    shows: 'run',
    enter: (fileId) => {
      show(fileId, 'graph');
      select(fileId, []);
    },
  },
  {
    title: 'Watch it, and go back in time',
    text: 'Cards light up as they run. Drag the slider to any event: graph, log and figures show that moment. Choose a card to read its prompt and its answer.',
    shows: 'moment',
    enter: async (fileId) => {
      const document = getDocument(fileId);
      if (document) await simulate(document);
    },
  },
  {
    title: 'That is all you need',
    text: 'Ctrl+K finds every command, ? lists the keys, the start page has more examples. When a run needs a person, its question waits in the inbox.',
    shows: 'palette',
    enter: () => {},
  },
];
