// The outline as rows (E-CANVAS-40): the workflow with its nodes in flow order and their edges, then declarations by space. Pure.
import type { ItemId } from '../document/model.ts';
import type { DeclarationView, EdgeView, NodeView, Projection } from '../document/projection.ts';

type OutlineRowKind = 'section' | 'workflow' | 'node' | 'edge' | 'declaration' | 'member';
export interface OutlineRow {
  /** An item's id, or a name of the outline's own for sections and members. */
  readonly id: string;
  readonly item: ItemId | null;
  readonly kind: OutlineRowKind;
  readonly depth: number;
  readonly text: string;
  readonly detail?: string;
  readonly expandable: boolean;
  readonly node?: NodeView;
  readonly space?: DeclarationView['space'];
  readonly stale?: boolean;
}

const sections: readonly { readonly space: DeclarationView['space']; readonly title: string }[] = [
  { space: 'prompt', title: 'Prompts' },
  { space: 'schema', title: 'Schemas' },
  { space: 'var', title: 'Variables' },
  { space: 'preset', title: 'Presets' },
  { space: 'attachment', title: 'Attachments' },
  { space: 'mcp_server', title: 'MCP servers' },
  { space: 'cursor', title: 'Cursors' },
  { space: 'group', title: 'Groups' },
  { space: 'unknown', title: 'Unknown blocks' },
];

export function outlineRows(projection: Projection): OutlineRow[] {
  const rows: OutlineRow[] = [];
  const workflow = projection.declarations.find((view) => view.space === 'workflow');
  rows.push({
    id: workflow?.id ?? 'section:workflow',
    item: workflow?.id ?? null,
    kind: 'workflow',
    depth: 0,
    text: workflow?.name ?? 'Workflow',
    detail: workflow ? 'workflow' : 'none yet',
    expandable: true,
  });
  for (const node of flowOrder(projection)) {
    rows.push({
      id: node.id,
      item: node.id,
      kind: 'node',
      depth: 1,
      text: node.name,
      detail: node.kind === 'missing' ? 'not declared' : node.entry ? `${node.kind} · entry` : node.kind,
      expandable: node.outgoing.length > 0,
      node,
      stale: node.stale,
    });
    for (const id of node.outgoing) {
      const edge = projection.items.get(id);
      if (edge?.type === 'edge') rows.push(edgeRow(edge, projection));
    }
  }
  for (const { space, title } of sections) {
    const members = projection.declarations.filter((view) => view.space === space);
    if (members.length === 0) continue;
    rows.push({
      id: `section:${space}`,
      item: null,
      kind: 'section',
      depth: 0,
      text: title,
      detail: String(members.length),
      expandable: true,
    });
    for (const view of members) rows.push(...declarationRows(view));
  }
  return rows;
}

/** Rows whose ancestors are all open. */
export function visibleRows(rows: readonly OutlineRow[], open: (id: string) => boolean): OutlineRow[] {
  const shown: OutlineRow[] = [];
  let hiddenBelow = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (row.depth > hiddenBelow) continue;
    hiddenBelow = row.expandable && !open(row.id) ? row.depth : Number.POSITIVE_INFINITY;
    shown.push(row);
  }
  return shown;
}

/** Rows that match a word, with their ancestors. */
export function matchingRows(rows: readonly OutlineRow[], word: string): OutlineRow[] {
  const wanted = word.toLowerCase();
  const keep = new Set<OutlineRow>();
  const path: OutlineRow[] = [];
  for (const row of rows) {
    path.length = row.depth;
    path[row.depth] = row;
    if (!`${row.text} ${row.detail ?? ''}`.toLowerCase().includes(wanted)) continue;
    for (const ancestor of path) keep.add(ancestor);
  }
  return rows.filter((row) => keep.has(row));
}

/** Breadth first from the entry, in text order among equals; what cannot be reached follows in text order. */
function flowOrder(projection: Projection): NodeView[] {
  const shown = projection.nodes.filter(
    (node) => node.data !== null || node.incoming.length + node.outgoing.length > 0,
  );
  const usable = shown.filter((node) => !(isTerminal(node) && node.incoming.length === 0));
  const byId = new Map(usable.map((node) => [node.id, node]));
  const entry = usable.find((node) => node.entry);
  const order = new Set<NodeView>(entry ? [entry] : []);
  for (const node of order) {
    for (const id of node.outgoing) {
      const edge = projection.items.get(id);
      const target = edge?.type === 'edge' ? byId.get(edge.target) : undefined;
      if (target && !isTerminal(target)) order.add(target);
    }
  }
  for (const node of usable) if (!isTerminal(node)) order.add(node);
  for (const node of usable) order.add(node);
  return [...order];
}
function isTerminal(node: NodeView): boolean {
  return node.kind === 'done' || node.kind === 'fail';
}

function edgeRow(edge: EdgeView, projection: Projection): OutlineRow {
  const target = projection.items.get(edge.target);
  const { when, loop } = edge.data;
  const parts = [
    when
      ? when.kind === 'field'
        ? `${when.negated ? 'not ' : ''}${when.field}`
        : when.source
      : edge.otherwise
        ? 'otherwise'
        : '',
    loop ? `loop ${loop.name}` : '',
  ].filter((part) => part !== '');
  return {
    id: edge.id,
    item: edge.id,
    kind: 'edge',
    depth: 2,
    text: `→ ${target?.name ?? edge.data.to}`,
    expandable: false,
    stale: edge.stale,
    ...(parts.length > 0 ? { detail: parts.join(' · ') } : {}),
  };
}

function declarationRows(view: DeclarationView): OutlineRow[] {
  const members = membersOf(view);
  return [
    {
      id: view.id,
      item: view.id,
      kind: 'declaration',
      depth: 1,
      text: view.name,
      expandable: members.length > 0,
      space: view.space,
      stale: view.stale,
      ...detailOf(view),
    },
    ...members.map((member): OutlineRow => ({
      id: `${view.id}/${member.text}`,
      item: view.id,
      kind: 'member',
      depth: 2,
      text: member.text,
      detail: member.detail,
      expandable: false,
      space: view.space,
    })),
  ];
}

function detailOf(view: DeclarationView): { readonly detail?: string } {
  switch (view.space) {
    case 'var':
      return { detail: view.data.type };
    case 'prompt':
      return { detail: view.data.body.source.trim().split('\n', 1)[0] ?? '' };
    case 'group':
      return { detail: `${view.data.members.length} nodes` };
    case 'mcp_server':
      return { detail: view.data.transport };
    case 'attachment':
      return { detail: view.data.kind };
    default:
      return {};
  }
}
function membersOf(view: DeclarationView): { text: string; detail: string }[] {
  if (view.space === 'schema') return view.data.fields.map((field) => ({ text: field.name, detail: field.type }));
  if (view.space === 'preset') {
    return Object.entries(view.data.values).map(([text, value]) => ({ text, detail: JSON.stringify(value) }));
  }
  return [];
}
