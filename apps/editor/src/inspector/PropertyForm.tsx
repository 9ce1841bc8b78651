// The form of a declaration, generated from the language table (E-INSP-02, E-INSP-07): sections that open and close, a filter, what is not set
// under "Add property", what the table does not know under "Other properties".
import { Button, Menu, TextInput } from '@mantine/core';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import type { PropertyRow, Section as SectionName } from '@iterion/dsl';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { asText } from './controls/control.ts';
import { Field } from './Field.tsx';
import { useFormScope } from './formScope.tsx';
import { OtherProperties } from './forms/OtherProperties.tsx';
import { isRelevant } from './relevance.ts';
import { Section } from './Section.tsx';
import { FormHead } from './FormHead.tsx';
import { unknownIn, writtenProperty } from './reading.ts';
import { bySection, isFound, kindOf, rowsOf } from './rows.ts';
import styles from './Inspector.module.css';

/** Forms with fewer rows show all of them; larger ones only what is set or asked for, beside the basics. */
const showAllUpTo = 9;
const alwaysShown: ReadonlySet<SectionName> = new Set(['Basics', 'Data', 'Prompts']);

export function PropertyForm({ children }: { readonly children?: ReactNode }) {
  const scope = useFormScope();
  // A row that was there when the form came up stays: a field does not go from under somebody's hands (E-INSP-08).
  const [present] = useState(
    () =>
      new Set(
        rowsOf(scope.ref, scope.graph)
          .filter((row) => writtenProperty(scope.written.statements, row))
          .map((row) => row.name),
      ),
  );
  const kind = kindOf(scope.ref, scope.graph);
  const [query, setQuery] = useState('');
  const [added, setAdded] = useState<readonly string[]>([]);
  if (!kind) return children;
  const isMany = scope.others.length > 0;
  // Members are named by each author: they are nobody's in common.
  const rows = rowsOf(scope.ref, scope.graph).filter((row) => !isMany || row.value.kind !== 'members');
  const isSet = (row: PropertyRow): boolean =>
    [scope.written, ...scope.others.map(({ written }) => written)].some(
      ({ statements }) => writtenProperty(statements, row) !== undefined,
    );
  // Variables and attachments are the file's; those of the workflow alone are a rarity that would only pass for them.
  const isRare = (row: PropertyRow): boolean => scope.ref.space === 'workflow' && row.value.kind === 'members';
  // What does not count beside what is written is offered and not shown, unless it is there (E-INSP-06, E-INSP-21).
  const isShown = (row: PropertyRow): boolean =>
    isSet(row) ||
    added.includes(row.name) ||
    present.has(row.name) ||
    (isRelevant(row, scope.written.statements) &&
      (rows.length <= showAllUpTo || (alwaysShown.has(row.section) && !isRare(row))));
  const found = (row: PropertyRow): boolean =>
    query === '' ? isShown(row) : isFound(row, asText(writtenProperty(scope.written.statements, row)?.value), query);
  const rest = rows.filter((row) => !isShown(row));
  return (
    <>
      <FormHead kind={kind} rows={rows} onShow={(row) => setAdded([...added, row.name])} />
      {(rows.length > showAllUpTo || rest.length > 0) && (
        <div className={styles.filter}>
          <TextInput
            aria-label="Find a property"
            placeholder="Find a property"
            leftSection={<IconSearch size={14} />}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
          <AddProperty rows={rest} onAdd={(row) => setAdded([...added, row.name])} />
        </div>
      )}
      {bySection(rows.filter(found)).map(({ section, rows: own }) => (
        <Section key={section} kind={kind} title={section} forced={query !== ''}>
          {own.map((row) => (
            <Field key={row.name} row={row} path={[row.name]} />
          ))}
        </Section>
      ))}
      {query !== '' && !rows.some(found) && <p className={`${styles.note} ${styles.fields}`}>No property matches.</p>}
      {children}
      {!isMany && <OtherProperties unknown={unknownIn(scope.written.statements, rows)} />}
    </>
  );
}

function AddProperty({
  rows,
  onAdd,
}: {
  readonly rows: readonly PropertyRow[];
  readonly onAdd: (row: PropertyRow) => void;
}) {
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconPlus size={14} />} disabled={rows.length === 0}>
          Property
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={styles.addMenu}>
        {rows.map((row) => (
          <Menu.Item key={row.name} onClick={() => onAdd(row)}>
            <div>{row.name.replaceAll('_', ' ')}</div>
            <div className={styles.addHelp}>{row.help}</div>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
