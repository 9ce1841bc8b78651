// Columns by distance from the entry, rows by order: enough for a thumbnail. Pure, linear.

interface Placed {
  readonly id: string;
  readonly kind: string;
  readonly x: number;
  readonly y: number;
}
export interface Drawing {
  readonly nodes: readonly Placed[];
  /** Forward edges only: a loop's way back would cross everything. */
  readonly edges: readonly (readonly [Placed, Placed])[];
  readonly columns: number;
  readonly rows: number;
}

export function layered(
  nodes: readonly { readonly id: string; readonly kind: string }[],
  edges: readonly { readonly from: string; readonly to: string; readonly back: boolean }[],
  entry: string | undefined,
): Drawing {
  const forward = edges.filter((edge) => !edge.back && edge.from !== edge.to);
  const column = longestDistances(nodes, forward, entry);
  const byColumn = new Map<number, string[]>();
  for (const node of nodes) {
    const at = column.get(node.id) ?? 0;
    byColumn.set(at, [...(byColumn.get(at) ?? []), node.id]);
  }
  const rows = Math.max(1, ...[...byColumn.values()].map((list) => list.length));
  const placed = new Map<string, Placed>();
  for (const node of nodes) {
    const at = column.get(node.id) ?? 0;
    const list = byColumn.get(at) ?? [];
    const top = ((rows - list.length) * 14) / 2;
    placed.set(node.id, { ...node, x: at * 26 + 6, y: top + list.indexOf(node.id) * 14 + 3.5 });
  }
  return {
    nodes: [...placed.values()].map(({ id, kind, x, y }) => ({ id, kind, x, y })),
    edges: forward.flatMap((edge) => {
      const from = placed.get(edge.from);
      const to = placed.get(edge.to);
      return from && to ? [[from, to] as const] : [];
    }),
    columns: Math.max(0, ...byColumn.keys()) + 1,
    rows,
  };
}

/** Longest way from the entry along forward edges, in steps; bounded by the number of nodes, so a cycle cannot hold it up. */
function longestDistances(
  nodes: readonly { readonly id: string }[],
  edges: readonly { readonly from: string; readonly to: string }[],
  entry: string | undefined,
): Map<string, number> {
  const distance = new Map(nodes.map((node) => [node.id, 0]));
  if (entry !== undefined) distance.set(entry, 0);
  for (let round = 0; round < nodes.length; round++) {
    let changed = false;
    for (const edge of edges) {
      const next = (distance.get(edge.from) ?? 0) + 1;
      if (next > (distance.get(edge.to) ?? 0) && next < nodes.length) {
        distance.set(edge.to, next);
        changed = true;
      }
    }
    if (!changed) break;
  }
  return distance;
}
