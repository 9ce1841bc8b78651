// A block whose members the author names (E-INSP-03): variables and attachments with their type, expressions, values, bands and cursors as
// rows of name and text. Each change of a row is one operation on that member.
import { ActionIcon, Select, TextInput } from '@mantine/core';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { entriesOf, jsonOf } from '@iterion/dsl';
import type { Entry, Json, MemberBlock, MemberParts, Type, ValueClass } from '@iterion/dsl';
import { commitOperation, useFormScope } from '../formScope.tsx';
import type { FormScope } from '../formScope.tsx';
import { useNested } from '../nested.tsx';
import { ExpressionField } from '../text/ExpressionField.tsx';
import { useDraft } from '../useDraft.ts';
import { asText } from './control.ts';
import type { ControlProps } from './control.ts';
import { LiteralField } from './LiteralField.tsx';
import { NewKey } from './lists.tsx';
import styles from './controls.module.css';

type Members = Extract<ValueClass, { readonly kind: 'members' }>['of'];
export const types: readonly Type[] = ['string', 'bool', 'int', 'float', 'json', 'string[]'];
const attachmentTypes = ['file', 'image'] as const;

export function MembersControl(props: ControlProps) {
  const scope = useFormScope();
  const Fields = scope.fields;
  const statements = useNested(props.path);
  const { value } = props.row;
  if (value.kind !== 'members') return null;
  const entries = entriesOf({
    block: { type: 'Block', indent: 0, start: 0, end: 0, statements: statements.map((placed) => placed.node) },
  });
  const block = blockOf(value.of, scope, props.path);
  const what = `${props.path.join('.')} of ${scope.ref.name}`;
  const set = (key: string, parts: MemberParts, burst?: string): string | null =>
    commitOperation(scope.fileId, { op: 'setMember', block, key, parts }, `Set ${key} in ${what}`, burst);
  return (
    <div className={styles.table} role="group" aria-describedby={props.describedBy}>
      {entries.map((entry) => (
        <MemberRow
          key={entry.key.value}
          scope={scope}
          of={value.of}
          entry={entry}
          onSet={(parts) => set(entry.key.value, parts, `${what} ${entry.key.value}`)}
          onRemove={() =>
            commitOperation(
              scope.fileId,
              { op: 'removeMember', block, key: entry.key.value },
              `Remove ${entry.key.value} from ${what}`,
            )
          }
        />
      ))}
      <NewKey
        label={newLabels[value.of] ?? `Add to ${props.row.name}`}
        onAdd={(key) => set(key, firstParts[value.of])}
      />
      {value.properties && <Fields rows={value.properties} path={props.path} />}
    </div>
  );
}

function blockOf(of: Members, scope: FormScope, path: readonly string[]): MemberBlock {
  const { name } = scope.ref;
  switch (of) {
    case 'vars':
    case 'attachments':
      return { block: of, in: scope.ref.space === 'workflow' ? 'workflow' : 'file' };
    case 'presets':
      return { block: 'presets' };
    case 'expr':
      return { block: 'expr', node: name };
    case 'values':
    case 'bands':
      return { block: of, cursor: name };
    case 'cursors':
      return { block: 'map', property: { ...scope.ref, path } };
    default:
      return of satisfies never;
  }
}
const firstParts: { readonly [M in Members]: MemberParts } = {
  vars: { type: 'string' },
  attachments: { type: 'file' },
  presets: {},
  expr: { value: 'true' },
  values: { value: '' },
  bands: { value: '' },
  cursors: { value: '' },
};
const newLabels: { readonly [M in Members]?: string } = { vars: 'New variable', attachments: 'New attachment' };

interface MemberRowProps {
  readonly scope: FormScope;
  readonly of: Members;
  readonly entry: Entry;
  readonly onSet: (parts: MemberParts) => string | null;
  readonly onRemove: () => void;
}
function MemberRow({ scope, of, entry, onSet, onRemove }: MemberRowProps) {
  const name = entry.key.value;
  const value = entry.value ? jsonOf(entry.value) : undefined;
  if (of === 'expr')
    return (
      <div className={styles.expression}>
        <span className={styles.key} title={name}>
          {name}
        </span>
        <ActionIcon size={24} aria-label={`Remove ${name}`} onClick={onRemove}>
          <IconX size={14} aria-hidden />
        </ActionIcon>
        <div className={styles.wide}>
          <ExpressionField
            fileId={scope.fileId}
            place={{ node: scope.ref.name }}
            label={name}
            present={asText(value)}
            quiet
            onCommit={(text) => onSet({ value: text })}
          />
        </div>
      </div>
    );
  return (
    <div className={of === 'vars' || of === 'attachments' ? styles.typed : styles.pair}>
      <span className={styles.key} title={name}>
        {name}
      </span>
      {of === 'vars' && (
        <Select
          aria-label={`Type of ${name}`}
          data={[...types]}
          value={entry.valueType ?? null}
          allowDeselect={false}
          onChange={(type) => type && onSet({ type })}
        />
      )}
      {of === 'attachments' && (
        <Select
          aria-label={`Kind of ${name}`}
          data={[...attachmentTypes]}
          value={entry.typeToken?.value ?? null}
          allowDeselect={false}
          onChange={(type) => type && onSet({ type: type as 'file' | 'image' })}
        />
      )}
      {of !== 'vars' && of !== 'attachments' && (
        <MemberText name={name} value={value} onSet={(text) => onSet({ value: text })} />
      )}
      <ActionIcon aria-label={`Remove ${name}`} onClick={onRemove}>
        <IconX size={14} />
      </ActionIcon>
      {of === 'vars' && (
        <div className={styles.wide}>
          <LiteralField
            label={`Default of ${name}`}
            type={entry.valueType ?? 'string'}
            value={value}
            onSet={(literal) => onSet(literal === undefined ? { removeDefault: true } : { default: literal })}
          />
        </div>
      )}
    </div>
  );
}
function MemberText({
  name,
  value,
  onSet,
}: {
  readonly name: string;
  readonly value: Json | undefined;
  readonly onSet: (text: string) => string | null;
}) {
  const draft = useDraft(asText(value), onSet);
  return (
    <TextInput
      aria-label={name}
      data-draft={draft.isHeld || undefined}
      value={draft.text}
      error={draft.error}
      spellCheck={false}
      classNames={{ input: styles.code ?? '' }}
      onChange={(event) => draft.change(event.currentTarget.value)}
      onBlur={draft.leave}
    />
  );
}
