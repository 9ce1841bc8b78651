// A Mermaid flowchart of a compiled graph (R-CLI-21). Deterministic: nodes in declaration order, edges in file order; ids carry
// the prefix `n_` so that no name collides with a Mermaid keyword; labels are quoted and escaped.
import type { CompiledGraph, Edge, EnvText, MixedText, Node } from '../graph.ts';

export type DiagramView = 'compact' | 'detailed' | 'full';
export interface DiagramOptions {
  readonly view?: DiagramView;
  readonly direction?: 'TD' | 'LR';
}

/** Mermaid source of the graph. Nodes that edges name but nobody declared are drawn as plain boxes marked `?`. */
export function mermaid(graph: CompiledGraph, { view = 'compact', direction = 'TD' }: DiagramOptions = {}): string {
  const ids: Ids = { of: new Map(), taken: new Set() };
  const lines = [`flowchart ${direction}`];
  const used = new Set(graph.edges.flatMap((edge) => [edge.from, edge.to]));
  for (const node of graph.nodes) {
    if ((node.kind === 'done' || node.kind === 'fail') && !used.has(node.id)) continue;
    lines.push(`  ${idOf(node.id, ids)}${shape(node, label(node, graph, view))}`);
  }
  for (const name of used) if (!ids.of.has(name)) lines.push(`  ${idOf(name, ids)}["${escapeLabel(`${name} ?`)}"]`);
  for (const edge of graph.edges) {
    const text = edgeLabel(edge, graph, view);
    lines.push(`  ${idOf(edge.from, ids)} -->${text === '' ? '' : `|"${text}"|`} ${idOf(edge.to, ids)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The ids given so far: name → id, and all that are taken. */
interface Ids {
  readonly of: Map<string, string>;
  readonly taken: Set<string>;
}

/** ASCII letters, digits and `_` stay, any other character becomes its code point; where that is another name's id, a number follows. */
function idOf(name: string, ids: Ids): string {
  const known = ids.of.get(name);
  if (known !== undefined) return known;
  const plain = `n_${name.replace(/[^A-Za-z0-9_]/gu, (character) => `_u${character.codePointAt(0)?.toString(16) ?? ''}_`)}`;
  let id = plain;
  for (let n = 2; ids.taken.has(id); n++) id = `${plain}_${n}`;
  ids.of.set(name, id);
  ids.taken.add(id);
  return id;
}

function shape(node: Node, text: string): string {
  const quoted = `"${text}"`;
  if (node.kind === 'done' || node.kind === 'fail') return `([${quoted}])`;
  if (node.kind === 'join' || node.await !== undefined) return `[[${quoted}]]`;
  if (node.kind === 'router') return `{${quoted}}`;
  if (node.kind === 'human') return `>${quoted}]`;
  if (node.kind === 'compute') return `{{${quoted}}}`;
  if (node.kind === 'tool') return `[/${quoted}/]`;
  return `[${quoted}]`;
}

function label(node: Node, graph: CompiledGraph, view: DiagramView): string {
  if (node.kind === 'done' || node.kind === 'fail') return escapeLabel(node.id);
  const lines = [`${kindWords(node)}: ${node.id}`];
  if (node.convergenceOf.length > 0) lines.push(`converges ${node.convergenceOf.join(', ')}`);
  if (view !== 'compact') lines.push(...details(node));
  if (view === 'full') lines.push(...promptNames(node), ...boundsInto(node, graph));
  return lines.map(escapeLabel).join('<br/>');
}

const kindWords = (node: Node): string => (node.kind === 'router' ? `router ${node.mode}` : node.kind);

function details(node: Node): string[] {
  const lines: string[] = [];
  const add = (name: string, value: string | undefined) => {
    if (value !== undefined && value !== '') lines.push(`${name} ${value}`);
  };
  if (node.kind === 'agent' || node.kind === 'judge') {
    add('model', source(node.model));
    add('backend', source(node.backend.value));
    if (node.session !== 'fresh') add('session', node.session);
    add('tools', node.tools.join(', '));
  }
  if (node.kind === 'router') add('model', source(node.model));
  if (node.kind === 'tool') add('runs', firstLine(source(node.command) ?? node.script?.source));
  if (node.kind === 'join') add('strategy', node.strategy);
  add('in', node.input);
  add('out', node.output);
  return lines;
}

function promptNames(node: Node): string[] {
  if (node.kind === 'agent' || node.kind === 'judge' || node.kind === 'router')
    return [
      node.system === undefined ? '' : `system ${node.system}`,
      node.user === undefined ? '' : `user ${node.user}`,
    ].filter(Boolean);
  if (node.kind === 'human' && node.instructions !== undefined) return [`instructions ${node.instructions}`];
  return [];
}

function boundsInto(node: Node, graph: CompiledGraph): string[] {
  return graph.loops
    .filter((loop) => loop.entries.includes(node.id))
    .map((loop) => `loop ${loop.name} ≤ ${boundText(loop.bound)}`);
}

const boundText = (bound: CompiledGraph['loops'][number]['bound']): string =>
  bound.kind === 'literal' ? String(bound.value) : bound.template.source;

function edgeLabel(edge: Edge, graph: CompiledGraph, view: DiagramView): string {
  const parts: string[] = [];
  if (edge.when?.kind === 'field') parts.push(edge.when.negated ? `not ${edge.when.field}` : edge.when.field);
  if (edge.when?.kind === 'expr') parts.push(edge.when.source);
  const loop = edge.loop && graph.loops.find((candidate) => candidate.name === edge.loop?.name);
  if (edge.loop) parts.push(loop ? `${edge.loop.name} ${boundText(loop.bound)}×` : edge.loop.name);
  if (view === 'full' && edge.with !== undefined)
    parts.push(...edge.with.map((entry) => `${entry.key} ⇐ ${withSource(entry.value)}`));
  return parts.map(escapeLabel).join('<br/>');
}

const withSource = (value: NonNullable<Edge['with']>[number]['value']): string =>
  value.kind === 'template' ? value.template.source : JSON.stringify(value.value);

const source = (text: EnvText | MixedText | undefined): string | undefined => text?.source;
const firstLine = (text: string | undefined): string | undefined => text?.trimStart().split('\n', 1)[0];

/** Mermaid reads `#name;` as an entity inside quoted labels: everything that could end the label or start markup becomes one. */
function escapeLabel(text: string): string {
  const short = text.length > 120 ? `${text.slice(0, 117)}…` : text;
  return short.replace(/[&"'<>`#;\\{}[\]()|]|\p{Cc}|\r?\n/gu, (character) =>
    /\s/u.test(character) ? ' ' : `#${character.codePointAt(0) ?? 32};`,
  );
}
