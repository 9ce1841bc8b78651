// Groups (E-CANVAS-28): stored as the `@group` directive in the text, looks in the layout. Create, dissolve, collapse, expand.
import type { FileId, ItemId, OpenDocument } from '../../document/model.ts';
import { nodeOf } from '../../document/projection.ts';
import { applyOperation, getDocument, setLayout } from '../../document/store.ts';
import type { GroupView } from '../folding.ts';
import { numbered } from './names.ts';
import { carried } from './report.ts';

function groupsOf(document: OpenDocument): GroupView[] {
  return document.projection.declarations.flatMap((view) => (view.space === 'group' ? [view] : []));
}

export function createGroup(fileId: FileId): void {
  const document = getDocument(fileId);
  if (!document) return;
  const members = document.selection.items.flatMap((id) => {
    const node = nodeOf(document.projection, id);
    return node && node.data && node.kind !== 'done' && node.kind !== 'fail' ? [node.name] : [];
  });
  if (members.length < 2) return;
  const name = numbered('group', new Set(groupsOf(document).map((group) => group.name)));
  carried(
    applyOperation(fileId, { op: 'setGroup', name, members }, `Group ${members.length} nodes`, {
      select: [`group:${name}`],
    }),
  );
}
export function dissolveGroups(fileId: FileId): void {
  const document = getDocument(fileId);
  if (!document) return;
  const chosen = selectedGroups(document);
  if (chosen.length === 0) return;
  const operations = chosen.map((group) => ({ op: 'setGroup' as const, name: group.name, members: null }));
  carried(
    applyOperation(fileId, { op: 'batch', operations }, `Ungroup ${chosen.map((group) => group.name).join(', ')}`, {
      select: chosen.flatMap((group) => group.data.members.flatMap((id) => nodeRef(document, id))),
    }),
  );
}
function nodeRef(document: OpenDocument, id: ItemId): ItemId[] {
  const name = nodeOf(document.projection, id)?.name;
  return name === undefined ? [] : [`node:${name}`];
}
/** Collapses the given groups, or expands them when all are collapsed. */
export function toggleGroups(fileId: FileId, which: 'selected' | 'all'): void {
  const document = getDocument(fileId);
  if (!document) return;
  const groups = which === 'all' ? groupsOf(document) : selectedGroups(document);
  if (groups.length === 0) return;
  const collapsed = !groups.every((group) => document.groups[group.id]?.collapsed === true);
  const looks = Object.fromEntries(groups.map((group) => [group.id, { ...document.groups[group.id], collapsed }]));
  setLayout(
    fileId,
    { groups: looks },
    `${collapsed ? 'Collapse' : 'Expand'} ${groups.length === 1 ? (groups[0]?.name ?? '') : `${groups.length} groups`}`,
  );
}
/** Selected groups, and groups of selected nodes. */
function selectedGroups(document: OpenDocument): GroupView[] {
  const chosen = new Set(document.selection.items);
  return groupsOf(document).filter((group) => chosen.has(group.id) || group.data.members.some((id) => chosen.has(id)));
}
