// What a reference leads to (E-INSP-10): its producer in words, and its declaration.
import { occurrences } from '@iterion/dsl';
import type { CompiledGraph, NameSpace, QueryPlace } from '@iterion/dsl';
import { itemAt, reveal } from '../../app/reveal.ts';
import { announce } from '../../app/announce.tsx';
import type { FileId } from '../../document/model.ts';
import { parsedDocument } from '../../document/analysis.ts';
import { getDocument, select } from '../../document/store.ts';
import { referenceText, type Referred } from '../values/scopeOfValues.ts';

const spaces: { readonly [ns in Referred['ns']]?: NameSpace } = {
  vars: 'variable',
  outputs: 'node',
  artifacts: 'artifact',
  loop: 'loop',
  attachments: 'attachment',
};

/** The schema whose fields `input` has at a place: the node's input, on an edge the output of its source. */
function inputSchema(graph: CompiledGraph, place: QueryPlace | undefined): string | undefined {
  if (!place) return undefined;
  const edge = 'edge' in place ? graph.edges.find((each) => each.id === place.edge) : undefined;
  const id = 'node' in place ? place.node : edge?.from;
  const node = graph.nodes.find((each) => each.id === id);
  return edge ? node?.output : node?.input;
}

/** Selects the declaration and shows it in graph and text. */
export function goToDefinition(fileId: FileId, reference: Referred, places: readonly QueryPlace[]): void {
  const document = parsedDocument(fileId);
  const graph = getDocument(fileId)?.graph;
  const [first, second] = reference.path;
  if (!document || !graph || typeof first !== 'string') return;
  const owner = reference.ns === 'input' ? inputSchema(graph, places[0]) : undefined;
  const producer = graph.nodes.find((node) => node.id === first);
  const field =
    reference.ns === 'input'
      ? { name: first, owner }
      : reference.ns === 'outputs' && typeof second === 'string'
        ? { name: second, owner: producer?.output }
        : undefined;
  const all = occurrences(document).filter((each) => each.role === 'declaration');
  const found =
    all.find(
      (each) => each.space === 'field' && each.name === field?.name && each.owners?.includes(field.owner ?? ''),
    ) ?? all.find((each) => each.space === spaces[reference.ns] && each.name === first);
  if (!found) {
    announce(`Nothing declares ${referenceText(reference)}`);
    return;
  }
  const item = itemAt(fileId, found.start);
  if (item) select(fileId, [item]);
  reveal({ fileId, range: found, ...(item ? { item } : {}) });
}

/** Who gives the value, in one sentence. */
export function describe(graph: CompiledGraph, { ns, path }: Referred, places: readonly QueryPlace[]): string {
  const [first, second] = path;
  const name = String(first);
  switch (ns) {
    case 'vars': {
      const variable = graph.vars.find((each) => each.name === name);
      return (
        variable?.description ??
        (variable?.hasDefault ? 'A variable with a default.' : 'A variable; the run asks for it.')
      );
    }
    case 'outputs':
      return second === 'history'
        ? `All outputs of ${name} in this activation of its loop, oldest first.`
        : `Produced by ${name}.`;
    case 'input': {
      const schema = inputSchema(graph, places[0]);
      const field = graph.schemas.find((each) => each.name === schema)?.fields.find((each) => each.name === name);
      return field?.description ?? (schema === undefined ? 'From what arrives here.' : `A field of ${schema}.`);
    }
    case 'artifacts':
      return `Published by ${graph.artifacts.find((each) => each.name === name)?.publishers.join(', ') ?? 'nobody'}.`;
    case 'loop':
      return `The loop ${name}.`;
    case 'run':
      return 'About this run.';
    case 'attachments':
      return graph.attachments.find((each) => each.name === name)?.label ?? `The attachment ${name}.`;
    default:
      return ns satisfies never;
  }
}
