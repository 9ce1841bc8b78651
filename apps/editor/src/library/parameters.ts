// What a library item asks for before it is inserted (E-LIB-02): names, models and bounds, each written as a comment at its head and found
// again in its text, so that what is asked for is always something the text has. Applied by the operations of the language. Pure.
//   ## param: name writer | Who writes
//   ## param: model writer, critic
//   ## param: bound revise
import { applyEdits, compile, edit, parse } from '@iterion/dsl';
import type { CompiledGraph, EditOperation } from '@iterion/dsl';

export interface Parameter {
  readonly kind: 'name' | 'model' | 'bound';
  /** A node, the nodes that share a model, or a loop. */
  readonly of: readonly string[];
  /** What people are asked; a default is made of kind and names. */
  readonly label: string;
  /** What the text says now; empty where a model is left to the machine. */
  readonly value: string;
}

const directive = /^## param: (name|model|bound) ([^|\n]+?)\s*(?:\|\s*(.*?)\s*)?$/gmu;

/** The parameters of an item that its text really has. */
export function parametersIn(text: string): readonly Parameter[] {
  if (!text.includes('## param: ')) return [];
  const graph = compile(parse(text));
  return [...text.matchAll(directive)].flatMap(([, kind, names = '', label = '']) => {
    const of = names.split(',').map((name) => name.trim());
    const found = presentOf(graph).find((each) => each.kind === kind && each.of.join() === of.join());
    const known = found ?? sharedModel(graph, kind, of);
    return known ? [{ ...known, label: label === '' ? known.label : label }] : [];
  });
}

/** Everything that could be asked for: the name of each node, each model and the nodes that share it, the bound of each loop. */
export function presentOf(graph: CompiledGraph): readonly Parameter[] {
  const nodes = graph.nodes.filter((node) => node.kind !== 'done' && node.kind !== 'fail');
  const names = nodes.map(({ id }): Parameter => ({ kind: 'name', of: [id], label: `Name of ${id}`, value: id }));
  const byModel = new Map<string, string[]>();
  for (const node of nodes) {
    if (!takesModel(graph, node.id)) continue;
    const model = modelOf(graph, node.id);
    byModel.set(model, [...(byModel.get(model) ?? []), node.id]);
  }
  const models = [...byModel].map(([value, of]): Parameter => ({
    kind: 'model',
    of,
    label: `Model of ${and(of)}`,
    value,
  }));
  const bounds = graph.loops.flatMap(({ name, bound }): Parameter[] =>
    bound.kind === 'literal'
      ? [{ kind: 'bound', of: [name], label: `Rounds of ${name}, at most`, value: String(bound.value) }]
      : [],
  );
  return [...names, ...models, ...bounds];
}

/** One model for nodes that have different ones now. */
function sharedModel(graph: CompiledGraph, kind: string | undefined, of: readonly string[]): Parameter | undefined {
  if (kind !== 'model' || of.length === 0 || !of.every((name) => takesModel(graph, name))) return undefined;
  return { kind, of, label: `Model of ${and(of)}`, value: modelOf(graph, of[0] ?? '') };
}
function takesModel(graph: CompiledGraph, name: string): boolean {
  const node = graph.nodes.find(({ id }) => id === name);
  return node?.kind === 'agent' || node?.kind === 'judge' || (node?.kind === 'router' && node.mode === 'llm');
}
function modelOf(graph: CompiledGraph, name: string): string {
  const node = graph.nodes.find(({ id }) => id === name);
  return node && 'model' in node ? (node.model?.source ?? '') : '';
}
function and(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The directive of a parameter. */
export function parameterLine({ kind, of, label }: Parameter): string {
  return `## param: ${kind} ${of.join(', ')} | ${label.replaceAll(/\s+/gu, ' ').trim()}`;
}

export type Filled = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

/** The text with these values; `values` in the order of the parameters. */
export function fill(text: string, parameters: readonly Parameter[], values: readonly string[]): Filled {
  const changed = parameters.flatMap((parameter, index) => {
    const value = values[index]?.trim() ?? '';
    return value === parameter.value ? [] : [{ parameter, value }];
  });
  const operations = [
    ...changed
      .filter(({ parameter }) => parameter.kind !== 'name')
      .flatMap(({ parameter, value }) => operationsOf(text, parameter, value)),
    // By way of names that nobody bears, so that two may swap theirs.
    ...changed.flatMap(
      (
        {
          parameter: {
            kind,
            of: [name = ''],
          },
        },
        index,
      ) => (kind === 'name' ? [rename(name, `_p${index}_`)] : []),
    ),
    ...changed.flatMap(({ parameter: { kind }, value }, index) =>
      kind === 'name' ? [rename(`_p${index}_`, value)] : [],
    ),
  ];
  let filled = text;
  for (const operation of operations) {
    const result = edit(parse(filled), operation);
    if (!result.ok) return { ok: false, reason: result.refusal.reason };
    filled = applyEdits(filled, result.edits);
  }
  return { ok: true, text: filled };
}

function rename(from: string, to: string): EditOperation {
  return { op: 'renameDeclaration', space: 'node', from, to };
}

function operationsOf(text: string, { kind, of }: Parameter, value: string): readonly EditOperation[] {
  if (kind === 'model')
    return of.flatMap((name): EditOperation[] => {
      const target = { space: 'node', name, path: ['model'] } as const;
      if (value !== '') return [{ op: 'setProperty', target, value }];
      return modelOf(compile(parse(text)), name) === '' ? [] : [{ op: 'unsetProperty', target }];
    });
  if (kind === 'bound') {
    const [loop = ''] = of;
    const edge = compile(parse(text)).edges.find((each) => each.loop?.name === loop)?.id;
    return edge === undefined ? [] : [{ op: 'setLoop', edge, loop: { name: loop, bound: Number(value) } }];
  }
  return [];
}

/** Why a value cannot be taken; null when it can. */
export function faultOf({ kind }: Parameter, value: string, nameFault: (name: string) => string | null): string | null {
  if (kind === 'name') return nameFault(value.trim());
  if (kind === 'bound') return /^[1-9]\d*$/u.test(value.trim()) ? null : 'A whole number, at least 1';
  return null;
}
