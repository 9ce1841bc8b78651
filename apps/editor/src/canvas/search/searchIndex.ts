// Full text over the graph (E-CANVAS-13): names, kinds, models, commands, prompt bodies, schema fields, conditions and mapping keys, with
// filters such as `kind:judge has:problem`. Pure; the texts are gathered once per projection, so a key costs one pass.
import type { ItemId } from '../../document/model.ts';
import type { EdgeView, NodeView, Problems, Projection } from '../../document/projection.ts';
import { conditionText } from '../cards.ts';

interface Match {
  readonly id: ItemId;
  /** The part of the text that matched. */
  readonly fragment: string;
}
interface Entry {
  readonly id: ItemId;
  readonly text: string;
  readonly lower: string;
  readonly facts: Readonly<Record<string, string>>;
}
export interface SearchIndex {
  readonly find: (query: string, problems: ReadonlyMap<ItemId, Problems>) => readonly Match[];
}

const filters: ReadonlySet<string> = new Set(['kind', 'model', 'backend', 'schema', 'prompt', 'tool']);
const around = 24;

export function searchIndex(projection: Projection): SearchIndex {
  const prompts = new Map<string, string>();
  const schemas = new Map<string, string>();
  for (const view of projection.declarations) {
    if (view.space === 'prompt') prompts.set(view.name, view.data.body.source);
    if (view.space === 'schema') schemas.set(view.name, view.data.fields.map((field) => field.name).join(' '));
  }
  const entries = [
    ...projection.nodes.map((node) => nodeEntry(node, prompts, schemas)),
    ...projection.edges.map((edge) => edgeEntry(edge)),
  ];
  return { find: (query, problems) => find(entries, query, problems) };
}

function find(entries: readonly Entry[], query: string, problems: ReadonlyMap<ItemId, Problems>): readonly Match[] {
  const words = query
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  return entries.flatMap((entry) => {
    let fragment = '';
    for (const word of words) {
      const colon = word.indexOf(':');
      const filter = colon > 0 ? word.slice(0, colon) : '';
      const value = word.slice(colon + 1).toLowerCase();
      if (filter === 'has') {
        if (value !== 'problem' || !problems.has(entry.id)) return [];
      } else if (filter === 'is') {
        if (entry.facts[`is:${value}`] === undefined) return [];
      } else if (filters.has(filter)) {
        if (!entry.facts[filter]?.toLowerCase().includes(value)) return [];
      } else {
        const at = entry.lower.indexOf(word.toLowerCase());
        if (at < 0) return [];
        fragment ||= excerpt(entry.text, at - around, at + word.length + around);
      }
    }
    return [{ id: entry.id, fragment: fragment || excerpt(entry.text, 0, 2 * around) }];
  });
}

/** A part of a text on one line, with dots where it was cut. */
function excerpt(text: string, from: number, to: number): string {
  const part = text.slice(Math.max(0, from), to).replaceAll(/\s+/gu, ' ');
  return `${from > 0 ? '…' : ''}${part}${to < text.length ? '…' : ''}`;
}

function nodeEntry(node: NodeView, prompts: ReadonlyMap<string, string>, schemas: ReadonlyMap<string, string>): Entry {
  const data = (node.data ?? {}) as {
    readonly model?: { readonly source: string };
    readonly backend?: { readonly value: { readonly source: string } };
    readonly command?: { readonly source: string };
    readonly script?: { readonly source: string };
    readonly tools?: readonly string[];
    readonly input?: string;
    readonly output?: string;
    readonly system?: string;
    readonly user?: string;
    readonly instructions?: string;
    readonly loops?: readonly string[];
    readonly reachable?: boolean;
    readonly fields?: readonly { readonly name: string; readonly source: string }[];
  };
  const usedPrompts = [data.system, data.user, data.instructions].filter((name) => name !== undefined);
  const usedSchemas = [data.input, data.output].filter((name) => name !== undefined);
  const tools = data.tools?.join(' ') ?? '';
  const parts = [
    node.name,
    node.kind,
    data.model?.source,
    data.backend?.value.source,
    data.command?.source,
    data.script?.source,
    tools,
    ...usedSchemas.flatMap((name) => [name, schemas.get(name)]),
    ...usedPrompts.flatMap((name) => [name, prompts.get(name)]),
    ...(data.fields ?? []).flatMap((field) => [field.name, field.source]),
  ];
  const text = parts.filter((part) => part !== undefined && part !== '').join(' · ');
  return {
    id: node.id,
    text,
    lower: text.toLowerCase(),
    facts: {
      kind: node.kind,
      model: data.model?.source ?? '',
      backend: data.backend?.value.source ?? '',
      schema: usedSchemas.join(' '),
      prompt: usedPrompts.join(' '),
      tool: tools,
      ...(node.entry ? { 'is:entry': '' } : {}),
      ...((data.loops?.length ?? 0) > 0 ? { 'is:loop': '' } : {}),
      ...(data.reachable === false ? { 'is:unreachable': '' } : {}),
    },
  };
}
function edgeEntry(edge: EdgeView): Entry {
  const { data } = edge;
  const text = [
    data.when ? conditionText(data.when) : '',
    data.loop?.name ?? '',
    ...(data.with ?? []).map((entry) => entry.key),
  ]
    .filter((part) => part !== '')
    .join(' · ');
  return {
    id: edge.id,
    text,
    lower: text.toLowerCase(),
    facts: { kind: 'edge', ...(data.loop ? { 'is:loop': '' } : {}) },
  };
}
