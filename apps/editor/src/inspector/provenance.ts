// Where a value comes from (E-INSP-04): set here, from the environment, from the workflow, the default.
import type { Json, PropertyRow } from '@iterion/dsl';
import type { FormScope } from './formScope.tsx';
import { writtenOf, writtenProperty } from './reading.ts';
import { rowsOf } from './rows.ts';
import { asText } from './controls/control.ts';

export type Provenance =
  | { readonly from: 'here'; readonly environment?: string }
  | { readonly from: 'workflow'; readonly value: string }
  | { readonly from: 'default'; readonly value: string };

export function provenanceOf(
  scope: FormScope,
  row: PropertyRow,
  isWritten: boolean,
  value: Json | undefined,
): Provenance {
  if (isWritten) {
    const environment = typeof value === 'string' ? /\$\{(\w+)/u.exec(value)?.[1] : undefined;
    return { from: 'here', ...(environment === undefined ? {} : { environment }) };
  }
  const { workflow } = scope.graph;
  if (row.inheritedFrom !== undefined && workflow && scope.ref.space !== 'workflow') {
    const ref = { space: 'workflow', name: workflow.name } as const;
    const written = writtenOf(scope.document, ref);
    const source = rowsOf(ref, scope.graph).find((candidate) => candidate.name === row.inheritedFrom);
    const found = written && source && writtenProperty(written.statements, source);
    if (found) return { from: 'workflow', value: found.value === undefined ? 'set there' : asText(found.value) };
  }
  return { from: 'default', value: row.default ?? '' };
}
