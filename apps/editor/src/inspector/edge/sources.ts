// What a value on an edge may refer to, as a tree (E-INSP-16): the source's output, other outputs, variables, artifacts, loops and the rest.
import { availableReferences } from '@iterion/dsl';
import type { AvailableReference, CompiledGraph, EdgeId } from '@iterion/dsl';
import { referenceText } from '../values/scopeOfValues.ts';

interface Source {
  /** `{{input.facts}}` */
  readonly template: string;
  readonly label: string;
  readonly reference: AvailableReference;
}
export interface SourceGroup {
  readonly title: string;
  readonly sources: readonly Source[];
}

const titles: { readonly [ns in AvailableReference['ns']]: (from: string) => string } = {
  input: (from) => `Output of ${from}`,
  outputs: () => 'Other outputs',
  vars: () => 'Variables',
  artifacts: () => 'Artifacts',
  loop: () => 'Loops',
  attachments: () => 'Attachments',
  run: () => 'Run',
};
const order = ['input', 'outputs', 'vars', 'artifacts', 'loop', 'attachments', 'run'] as const;

export function sourceTree(graph: CompiledGraph, edge: EdgeId, from: string): readonly SourceGroup[] {
  const references = availableReferences(graph, { edge });
  return order.flatMap((ns): SourceGroup[] => {
    const own = references.filter(
      // The source's own output is there as `input`.
      (reference) => reference.ns === ns && !(ns === 'outputs' && reference.path[0] === from),
    );
    if (own.length === 0) return [];
    const sources = own.map((reference): Source => {
      const text = referenceText(reference);
      return {
        template: `{{${text}}}`,
        label: ns === 'input' ? reference.path.join('.') : text.slice(ns.length + 1),
        reference,
      };
    });
    return [{ title: titles[ns](from), sources }];
  });
}
