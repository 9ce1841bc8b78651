// What applies without being written (E-SRC-05): the backend a node takes from elsewhere, and the bound of a loop on the edges that do not say it.
import type { Document } from '../document.ts';
import type { CompiledGraph, EnvText, Loop } from '../graph.ts';

export interface InlayHint {
  /** Where it stands: behind the text before this offset. */
  readonly offset: number;
  readonly text: string;
}

/** Hints in text order. `graph` must be of the document's text. */
export function inlayHints(document: Document, graph: CompiledGraph): InlayHint[] {
  const hints: InlayHint[] = [];
  for (const node of graph.nodes) {
    if (node.kind !== 'agent' && node.kind !== 'judge' && node.kind !== 'router') continue;
    const { backend } = node;
    if (backend === undefined || backend.from === 'node') continue;
    hints.push({ offset: lineEnd(document.text, node.range.start.offset), text: ` ${said(backend)}` });
  }
  const bounds = new Map(graph.loops.map((loop) => [loop.name, boundOf(loop)]));
  for (const { loop } of graph.edges) {
    const bound = loop && bounds.get(loop.name);
    if (loop === undefined || bound === undefined) continue;
    const { start, end } = loop.range;
    const isSaid = document.text.slice(start.offset, end.offset).includes('(');
    if (!isSaid) hints.push({ offset: end.offset, text: ` ≤ ${bound}` });
  }
  return hints.toSorted((a, b) => a.offset - b.offset);
}

function said({ value, from }: { readonly value: EnvText; readonly from: string }): string {
  return `${value.source} (${from})`;
}
function boundOf({ bound }: Loop): string {
  return bound.kind === 'literal' ? String(bound.value) : bound.template.source;
}
function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}
