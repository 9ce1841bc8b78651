// One field of a schema: name, type, how often it is used (a click lists where), menu; below it the values that are allowed.
import { ActionIcon, Menu, Select, TagsInput, TextInput } from '@mantine/core';
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import type { MemberParts, Schema } from '@iterion/dsl';
import { useState } from 'react';
import type { FileId } from '../../document/model.ts';
import { useDocumentPart } from '../../document/store.ts';
import { types } from '../controls/MembersControl.tsx';
import styles from '../controls/controls.module.css';
import { commitOperation } from '../formScope.tsx';
import { removeUsed } from '../references/removeUsed.ts';
import { UsagePlaces } from '../references/UsageList.tsx';
import { usagesOf } from '../references/usages.ts';
import { useDraft } from '../useDraft.ts';

interface Props {
  readonly fileId: FileId;
  readonly schema: string;
  readonly field: Schema['fields'][number];
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** How often it is mentioned. */
  readonly used: number;
  readonly onSet: (parts: MemberParts) => string | null;
}

export function SchemaField({ fileId, schema, field, before, after, used, onSet }: Props) {
  const [listed, setListed] = useState(false);
  const [limiting, setLimiting] = useState(false);
  const block = { block: 'fields', schema } as const;
  const draft = useDraft(
    field.name,
    (to) =>
      commitOperation(
        fileId,
        { op: 'renameMember', space: { fieldOf: schema }, from: field.name, to },
        `Rename field ${field.name} to ${to}`,
      ),
    'onLeave',
  );
  const move = (place: { readonly before: string } | { readonly after: string }): void => {
    commitOperation(fileId, { op: 'moveMember', block, key: field.name, place }, `Move field ${field.name}`);
  };
  const remove = (): void =>
    void removeUsed(fileId, {
      what: `field ${field.name} of ${schema}`,
      used: { space: 'field', name: field.name, owner: schema },
      operation: { op: 'removeMember', block, key: field.name },
    });
  const allowsEnum = field.type === 'string' || field.type === 'string[]';
  return (
    <div className={styles.table} role="group" aria-label={`Field ${field.name}`}>
      <div className={styles.schemaField}>
        <TextInput
          aria-label={`Name of field ${field.name}`}
          classNames={{ input: styles.code ?? '' }}
          data-draft
          value={draft.text}
          error={draft.error}
          spellCheck={false}
          onChange={(event) => draft.change(event.currentTarget.value)}
          onBlur={draft.leave}
          onKeyDown={(event) => {
            if (event.key === 'Enter') draft.leave();
          }}
        />
        <Select
          aria-label={`Type of ${field.name}`}
          data={[...types]}
          value={field.type}
          allowDeselect={false}
          onChange={(type) => type && onSet({ type })}
        />
        <button
          type="button"
          className={styles.used}
          aria-expanded={listed}
          aria-label={`Used in ${used} ${used === 1 ? 'place' : 'places'}`}
          data-hint={used === 0 ? 'Nothing uses it' : `Used in ${used} ${used === 1 ? 'place' : 'places'}`}
          disabled={used === 0}
          onClick={() => setListed(!listed)}
        >
          {used}×
        </button>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={`What can be done with field ${field.name}`}>
              <IconDots size={14} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item disabled={before === undefined} onClick={() => before !== undefined && move({ before })}>
              Move up
            </Menu.Item>
            <Menu.Item disabled={after === undefined} onClick={() => after !== undefined && move({ after })}>
              Move down
            </Menu.Item>
            {allowsEnum && !field.enum && (
              <Menu.Item onClick={() => setLimiting(true)}>Allow only some values</Menu.Item>
            )}
            <Menu.Item color="red" onClick={remove}>
              Remove field
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {allowsEnum && (limiting || field.enum) && (
        <TagsInput
          aria-label={`Allowed values of ${field.name}`}
          placeholder={field.enum ? '' : 'Allowed values'}
          value={field.enum ?? []}
          onChange={(values) => onSet({ enum: values.length === 0 ? null : values })}
        />
      )}
      {listed && <FieldUsages fileId={fileId} schema={schema} name={field.name} />}
    </div>
  );
}

function FieldUsages({
  fileId,
  schema,
  name,
}: {
  readonly fileId: FileId;
  readonly schema: string;
  readonly name: string;
}) {
  const document = useDocumentPart(fileId, (open) => open.document);
  if (!document) return null;
  return <UsagePlaces fileId={fileId} usages={usagesOf(document, { space: 'field', name, owner: schema })} />;
}
