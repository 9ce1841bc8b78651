// The text of a library item put into a file (E-LIB-02): the same function as paste, one step. In a workflow without an entry, the item's entry
// becomes the entry.
import { compile, parse } from '@iterion/dsl';
import type { CompiledGraph, EditOperation } from '@iterion/dsl';
import { pasteText } from '../canvas/actions/clipboard.ts';
import type { PasteOptions } from '../canvas/actions/clipboard.ts';
import { canvasOf } from '../canvas/mounted.ts';
import type { FileId } from '../document/model.ts';
import { getDocument } from '../document/store.ts';

/** Where it goes; the middle of the canvas without. */
export type At = Pick<PasteOptions, 'at'>;

export function insertText(fileId: FileId, text: string, title: string, at: At = {}): boolean {
  const workflow = getDocument(fileId)?.graph?.workflow;
  const entry = entryOf(compile(parse(text)));
  const inserted = pasteText(fileId, text, {
    ...at,
    label: `Insert ${title}`,
    more: (names) =>
      workflow && workflow.entry === undefined && entry !== undefined
        ? [entryOperation(workflow.name, names[entry] ?? entry)]
        : [],
  });
  const first = getDocument(fileId)?.selection.primary;
  if (inserted && first) canvasOf(fileId)?.view.setState({ goTo: { item: first } });
  return inserted;
}

/** Where a fragment begins: its entry, else the first node that nothing leads to. */
function entryOf({ workflow, nodes }: CompiledGraph): string | undefined {
  const declared = nodes.filter((node) => node.kind !== 'done' && node.kind !== 'fail');
  return workflow?.entry ?? (declared.find((node) => node.incoming.length === 0) ?? declared[0])?.id;
}

function entryOperation(workflow: string, node: string): EditOperation {
  return { op: 'setProperty', target: { space: 'workflow', name: workflow, path: ['entry'] }, value: node };
}
