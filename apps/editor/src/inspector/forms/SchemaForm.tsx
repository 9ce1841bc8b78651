// The fields of a schema (E-INSP-11): name, type, enum, in order; renaming a field is semantic, and who uses the schema is listed below.
import { ActionIcon, Select, TagsInput, TextInput } from '@mantine/core';
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import type { MemberParts, Schema } from '@iterion/dsl';
import type { FileId } from '../../document/model.ts';
import { NewKey } from '../controls/lists.tsx';
import { types } from '../controls/MembersControl.tsx';
import styles from '../controls/controls.module.css';
import { commitOperation } from '../formScope.tsx';
import { useDraft } from '../useDraft.ts';
import inspector from '../Inspector.module.css';

export function SchemaForm({ fileId, schema }: { readonly fileId: FileId; readonly schema: Schema }) {
  const block = { block: 'fields', schema: schema.name } as const;
  const set = (key: string, parts: MemberParts): string | null =>
    commitOperation(
      fileId,
      { op: 'setMember', block, key, parts },
      `Set field ${key} of ${schema.name}`,
      `${schema.name} ${key}`,
    );
  return (
    <section className={inspector.section}>
      <h3 className={inspector.sectionTitle}>Fields</h3>
      <div className={inspector.fields}>
        {schema.fields.map((field, index) => (
          <FieldRow
            key={field.name}
            fileId={fileId}
            schema={schema.name}
            field={field}
            before={schema.fields[index - 1]?.name}
            onSet={(parts) => set(field.name, parts)}
          />
        ))}
        <NewKey label="Add a field" onAdd={(key) => set(key, { type: 'string' })} />
      </div>
    </section>
  );
}

interface FieldRowProps {
  readonly fileId: FileId;
  readonly schema: string;
  readonly field: Schema['fields'][number];
  readonly before: string | undefined;
  readonly onSet: (parts: MemberParts) => string | null;
}
function FieldRow({ fileId, schema, field, before, onSet }: FieldRowProps) {
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
  const allowsEnum = field.type === 'string' || field.type === 'string[]';
  return (
    <div className={styles.table}>
      <div className={styles.typed} style={{ gridTemplateColumns: 'minmax(0, 1fr) 92px 28px 28px' }}>
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
        <ActionIcon
          aria-label={`Move ${field.name} up`}
          disabled={before === undefined}
          onClick={() =>
            before !== undefined &&
            commitOperation(
              fileId,
              { op: 'moveMember', block, key: field.name, place: { before } },
              `Move field ${field.name}`,
            )
          }
        >
          <IconArrowUp size={14} />
        </ActionIcon>
        <ActionIcon
          aria-label={`Remove field ${field.name}`}
          onClick={() =>
            commitOperation(
              fileId,
              { op: 'removeMember', block, key: field.name },
              `Remove field ${field.name} of ${schema}`,
            )
          }
        >
          <IconX size={14} />
        </ActionIcon>
      </div>
      {allowsEnum && (
        <TagsInput
          aria-label={`Allowed values of ${field.name}`}
          placeholder={field.enum ? '' : 'any value; type to allow only some'}
          value={field.enum ?? []}
          onChange={(values) => onSet({ enum: values.length === 0 ? null : values })}
        />
      )}
    </div>
  );
}
