// The fields of some rows of the table, in their order, then what the block holds beside them (E-INSP-24).
import type { PropertyRow } from '@iterion/dsl';
import { Field } from './Field.tsx';
import { RawTexts } from './forms/OtherProperties.tsx';
import { useNested } from './nested.tsx';
import { unknownIn } from './reading.ts';

export function FieldList({ rows, path }: { readonly rows: readonly PropertyRow[]; readonly path: readonly string[] }) {
  const statements = useNested(path);
  return (
    <>
      {rows.map((row) => (
        <Field key={row.name} row={row} path={[...path, row.name]} />
      ))}
      <RawTexts unknown={unknownIn(statements, rows)} />
    </>
  );
}
