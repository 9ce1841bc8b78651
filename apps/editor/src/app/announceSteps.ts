// Says each new step of the file's history (E-A11Y-05), for acts that announce nothing better themselves. Typing speaks for itself.
import type { Step } from '../document/history.ts';
import { useDocuments } from '../document/store.ts';
import { announce } from './announce.tsx';

const silent: readonly Step['origin'][] = ['source', 'form'];

export function announceSteps(): void {
  useDocuments.subscribe((state, before) => {
    const id = state.active;
    const history = id === null ? undefined : state.documents[id]?.history;
    const past = id === null ? undefined : before.documents[id]?.history;
    if (!history || !past || history === past || history.index <= past.index) return;
    const step = history.steps[history.index - 1];
    // A step that comes again from the redo branch was announced as such.
    if (!step || step.id < past.nextId || silent.includes(step.origin)) return;
    announce(step.label, 'step');
  });
}
