// The form of a declaration, generated from the language table (E-INSP-02, E-INSP-07): sections that open and close, a filter, what is not set
// under "Add property", what the table does not know under "Other properties".
import { Button, Menu, TextInput } from '@mantine/core';
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import type { PropertyRow, Section } from '@iterion/dsl';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { asText } from './controls/control.ts';
import { Field } from './Field.tsx';
import { useFormScope } from './formScope.tsx';
import { isSectionOpen, toggleSection, useSections } from './openSections.ts';
import { OtherProperties } from './forms/OtherProperties.tsx';
import { unknownStatements, writtenProperty } from './reading.ts';
import { bySection, isFound, kindRowOf } from './rows.ts';
import styles from './Inspector.module.css';

/** Forms with fewer rows show all of them; larger ones only what is set or asked for, beside the basics. */
const showAllUpTo = 9;
const alwaysShown: ReadonlySet<Section> = new Set(['Basics', 'Data', 'Prompts']);

export function PropertyForm({ children }: { readonly children?: ReactNode }) {
  const scope = useFormScope();
  const kind = kindRowOf(scope.ref, scope.graph);
  // The text that the statements' places speak of; what is typed in the source arrives with the next analysis.
  const { text } = scope.document;
  const [query, setQuery] = useState('');
  const [added, setAdded] = useState<readonly string[]>([]);
  useSections();
  if (!kind) return children;
  const rows = kind.properties;
  const isSet = (row: PropertyRow): boolean => writtenProperty(scope.written.statements, row) !== undefined;
  // Variables and attachments are the file's; those of the workflow alone are a rarity that would only pass for them.
  const isRare = (row: PropertyRow): boolean => scope.ref.space === 'workflow' && row.value.kind === 'members';
  const isShown = (row: PropertyRow): boolean =>
    rows.length <= showAllUpTo ||
    (alwaysShown.has(row.section) && !isRare(row)) ||
    isSet(row) ||
    added.includes(row.name);
  const found = (row: PropertyRow): boolean =>
    query === '' ? isShown(row) : isFound(row, asText(writtenProperty(scope.written.statements, row)?.value), query);
  const rest = rows.filter((row) => !isShown(row));
  return (
    <>
      {rows.length > showAllUpTo && (
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
      {bySection(rows).map(({ section, rows: own }) => (
        <SectionPart key={section} kind={kind.kind} section={section} rows={own.filter(found)} forced={query !== ''} />
      ))}
      {children}
      <OtherProperties unknown={unknownStatements(scope.written, text, rows)} />
    </>
  );
}

interface SectionPartProps {
  readonly kind: string;
  readonly section: Section;
  readonly rows: readonly PropertyRow[];
  /** Open because something was searched for. */
  readonly forced: boolean;
}
function SectionPart({ kind, section, rows, forced }: SectionPartProps) {
  if (rows.length === 0) return null;
  const open = forced || isSectionOpen(kind, section);
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <section className={styles.section}>
      <button
        type="button"
        className={styles.sectionTitle}
        aria-expanded={open}
        onClick={() => toggleSection(kind, section)}
      >
        <Chevron size={14} aria-hidden="true" />
        {section}
      </button>
      {open && (
        <div className={styles.fields}>
          {rows.map((row) => (
            <Field key={row.name} row={row} path={[row.name]} />
          ))}
        </div>
      )}
    </section>
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
