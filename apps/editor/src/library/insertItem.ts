// Inserting a library item (E-LIB-02): the same function as paste, one step. In a workflow without an entry, the item's entry becomes the entry.
import { compile, parse } from '@iterion/dsl';
import type { EditOperation } from '@iterion/dsl';
import { pasteText } from '../canvas/actions/clipboard.ts';
import type { PasteOptions } from '../canvas/actions/clipboard.ts';
import { canvasOf } from '../canvas/mounted.ts';
import type { FileId } from '../document/model.ts';
import { getDocument } from '../document/store.ts';

export function insertText(
  fileId: FileId,
  text: string,
  title: string,
  options: Pick<PasteOptions, 'at'> = {},
): boolean {
  const workflow = getDocument(fileId)?.graph?.workflow;
  const entry = compile(parse(text)).workflow?.entry;
  const inserted = pasteText(fileId, text, {
    ...options,
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

function entryOperation(workflow: string, node: string): EditOperation {
  return { op: 'setProperty', target: { space: 'workflow', name: workflow, path: ['entry'] }, value: node };
}
