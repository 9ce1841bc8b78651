// Where the fields of an input came from (E-RUN-21): the mapping on the edge that led here, else the whole output of the node before. Pure.
import type { CompiledGraph, EdgeId, JsonTemplate, Template } from '@iterion/dsl';

export interface InputSource {
  readonly field: string;
  /** The mapping as written, or whose output it was. */
  readonly words: string;
  /** Nodes whose outputs are in it. */
  readonly nodes: readonly string[];
}

/** `edges`: those that led here; several at a convergence, where later ones win. */
export function inputSources(
  graph: CompiledGraph,
  edges: readonly EdgeId[],
  fields: readonly string[],
): readonly InputSource[] {
  const ways = edges.flatMap((id) => graph.edges.find((edge) => edge.id === id) ?? []);
  return fields.map((field): InputSource => {
    for (const edge of ways.toReversed()) {
      const entry = edge.with?.find(({ key }) => key === field);
      if (entry !== undefined) {
        const templates = entry.value.kind === 'template' ? [entry.value.template] : templatesIn(entry.value.value);
        return {
          field,
          words:
            entry.value.kind === 'template'
              ? entry.value.template.source
              : templates.map(({ source }) => source).join(' ') || 'a value of the file',
          nodes: [...new Set(templates.flatMap(nodesIn))],
        };
      }
    }
    const whole = ways.filter((edge) => edge.with === undefined).map(({ from }) => from);
    const [only] = whole;
    if (whole.length === 1 && only !== undefined) return { field, words: `output of ${only}`, nodes: [only] };
    return ways.length === 0
      ? { field, words: 'an input of the run', nodes: [] }
      : { field, words: whole.length === 0 ? '' : `outputs of ${whole.join(', ')}`, nodes: whole };
  });
}

function templatesIn(value: JsonTemplate): readonly Template[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap(templatesIn);
  if ('t' in value) return [value.t];
  return Object.values(value.o).flatMap(templatesIn);
}

function nodesIn(template: Template): readonly string[] {
  return template.segments.flatMap((segment) =>
    segment.kind === 'ref' && segment.ref.ns === 'outputs' && typeof segment.ref.path[0] === 'string'
      ? [segment.ref.path[0]]
      : [],
  );
}
