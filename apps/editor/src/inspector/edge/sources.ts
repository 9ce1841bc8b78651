// What a value on an edge may refer to: the source's output, outputs of other nodes, variables, artifacts, loops (E-INSP-16). As templates.
import type { CompiledGraph, Edge } from '@iterion/dsl';

export function sourcesFor(graph: CompiledGraph, edge: Edge): readonly string[] {
  const fieldsOf = (name: string): readonly string[] => {
    const node = graph.nodes.find((candidate) => candidate.id === name);
    const schema = graph.schemas.find((candidate) => candidate.name === node?.output);
    return schema?.fields.map((field) => field.name) ?? [];
  };
  const paths = [
    ...fieldsOf(edge.from).map((field) => `input.${field}`),
    ...graph.nodes
      .filter((node) => node.id !== edge.from && node.kind !== 'done' && node.kind !== 'fail')
      .flatMap((node) => fieldsOf(node.id).map((field) => `outputs.${node.id}.${field}`)),
    ...graph.vars.map((variable) => `vars.${variable.name}`),
    ...graph.artifacts.map((artifact) => `artifacts.${artifact.name}`),
    ...graph.loops.map((loop) => `loop.${loop.name}.iteration`),
  ];
  return [...new Set(paths)].map((path) => `{{${path}}}`);
}
