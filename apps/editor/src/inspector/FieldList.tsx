// The fields of some rows of the table, in their order.
import type { PropertyRow } from '@iterion/dsl';
import { Field } from './Field.tsx';

export function FieldList({ rows, path }: { readonly rows: readonly PropertyRow[]; readonly path: readonly string[] }) {
  return rows.map((row) => <Field key={row.name} row={row} path={[...path, row.name]} />);
}
