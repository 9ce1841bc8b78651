// The statements at each depth of a form: the declaration's own, and those of the nested block a field list stands in.
import type { Placed, Statement } from '@iterion/dsl';
import { useFormScope } from './formScope.tsx';
import { writtenProperty } from './reading.ts';
import { rowsOf } from './rows.ts';

/** The statements written in the block at `path`; the declaration's own for an empty path. */
export function useNested(path: readonly string[]): readonly Placed<Statement>[] {
  const { written, ref, graph } = useFormScope();
  let statements = written.statements;
  let rows = rowsOf(ref, graph);
  for (const name of path) {
    const row = rows.find((candidate) => candidate.name === name);
    const found = row && writtenProperty(statements, row);
    if (!row || !found) return [];
    statements = found.nested;
    rows = row.value.kind === 'block' ? row.value.properties : [];
  }
  return statements;
}
