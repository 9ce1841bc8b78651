// One variable or attachment (E-INSP-20): type, default, scope.
import { Select } from '@mantine/core';
import type { Attachment, EnvText, Json, MemberBlock, Type, Var } from '@iterion/dsl';
import type { ReactNode } from 'react';
import type { FileId } from '../../document/model.ts';
import { LiteralField } from '../controls/LiteralField.tsx';
import { types } from '../controls/MembersControl.tsx';
import { commitOperation } from '../formScope.tsx';
import styles from '../Inspector.module.css';

export function VariableForm({ fileId, variable }: { readonly fileId: FileId; readonly variable: Var }) {
  const block: MemberBlock = { block: 'vars', in: variable.scope };
  const set = (parts: Parameters<typeof commit>[3]): string | null => commit(fileId, block, variable.name, parts);
  return (
    <div className={styles.fields} style={{ paddingTop: 10 }}>
      <Row label="Type">
        <Select
          aria-label="Type"
          data={[...types]}
          value={variable.type}
          allowDeselect={false}
          onChange={(type) => type && set({ type })}
        />
      </Row>
      <Row label="Default">
        <LiteralField
          label="Default"
          type={variable.type}
          value={literalOfVar(variable.default)}
          onSet={(value) => set(value === undefined ? { removeDefault: true } : { default: value })}
        />
      </Row>
      <p className={styles.note}>
        Declared {variable.scope === 'file' ? 'for the file' : 'in the workflow'}; used as{' '}
        <code>{`{{vars.${variable.name}}}`}</code>.{variable.hasDefault ? '' : ' The run asks for it.'}
      </p>
    </div>
  );
}
function commit(
  fileId: FileId,
  block: MemberBlock,
  key: string,
  parts: { readonly type?: Type; readonly default?: Json; readonly removeDefault?: boolean; readonly value?: Json },
): string | null {
  return commitOperation(fileId, { op: 'setMember', block, key, parts }, `Set ${key}`, `member ${key}`);
}
/** A default as a literal; texts with environment references as they are written. */
export function literalOfVar(value: Json | EnvText | undefined): Json | undefined {
  const isText =
    typeof value === 'object' && value !== null && !Array.isArray(value) && 'segments' in value && 'source' in value;
  return isText ? (value as EnvText).source : value;
}

export function AttachmentForm({ fileId, attachment }: { readonly fileId: FileId; readonly attachment: Attachment }) {
  const block: MemberBlock = { block: 'attachments' };
  return (
    <div className={styles.fields} style={{ paddingTop: 10 }}>
      <Row label="Kind">
        <Select
          aria-label="Kind"
          data={['file', 'image']}
          value={attachment.kind}
          allowDeselect={false}
          onChange={(kind) =>
            kind &&
            commitOperation(
              fileId,
              { op: 'setMember', block, key: attachment.name, parts: { type: kind } },
              `Set kind of ${attachment.name}`,
            )
          }
        />
      </Row>
      <p className={styles.note}>
        Read as <code>{`{{attachments.${attachment.name}.path}}`}</code>.
      </p>
    </div>
  );
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={styles.field}>
      <div className={styles.label}>
        <span className={styles.name}>{label}</span>
      </div>
      {children}
    </div>
  );
}
