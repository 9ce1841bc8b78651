// One variable or attachment (E-INSP-20): type, default, scope.
import { Select } from '@mantine/core';
import type { Attachment, EnvText, Json, MemberBlock, Type, Var } from '@iterion/dsl';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { reveal } from '../../app/reveal.ts';
import type { FileId } from '../../document/model.ts';
import { parsedDocument } from '../../document/analysis.ts';
import { applyTextEdits, useDocumentPart } from '../../document/store.ts';
import { LiteralField } from '../controls/LiteralField.tsx';
import { types } from '../controls/MembersControl.tsx';
import { Segments } from '../controls/Segments.tsx';
import { commitOperation } from '../formScope.tsx';
import styles from '../Inspector.module.css';
import { declaredIn, moveVariable } from './moveVariable.ts';

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
      <Row label="Declared for">
        <ScopeChoice fileId={fileId} variable={variable} />
      </Row>
      <p className={styles.note}>
        Used as <code>{`{{vars.${variable.name}}}`}</code>.{variable.hasDefault ? '' : ' The run asks for it.'}
      </p>
    </div>
  );
}

/** Where the variable is declared; choosing the other place moves it. Of a pair the workflow's counts, and both are shown. */
function ScopeChoice({ fileId, variable }: { readonly fileId: FileId; readonly variable: Var }) {
  const document = useDocumentPart(fileId, (open) => open.document);
  const [refused, setRefused] = useState<string | null>(null);
  const { name, scope, type } = variable;
  const places = document ? declaredIn(document, name) : undefined;
  const isPair = (places?.size ?? 0) > 1;
  const other = places?.get(scope === 'file' ? 'workflow' : 'file');
  const why = isPair ? 'It is declared in both places' : undefined;
  const move = (to: string): void => {
    const syntax = parsedDocument(fileId);
    if (to === scope || !syntax) return;
    const result = moveVariable(syntax, { name, type, default: literalOfVar(variable.default), from: scope });
    if (result.ok) applyTextEdits(fileId, result.edits, { label: `Move ${name} to the ${to}`, origin: 'form' });
    setRefused(result.ok ? null : result.reason);
  };
  return (
    <>
      <Segments
        label="Declared for"
        segments={[
          { value: 'file', label: 'the file', reason: scope === 'file' ? undefined : why },
          { value: 'workflow', label: 'the workflow', reason: scope === 'workflow' ? undefined : why },
        ]}
        value={scope}
        onChoose={move}
      />
      {refused !== null && <span className={styles.note}>{refused}</span>}
      {isPair && other && (
        <span className={styles.note}>
          Overrides{' '}
          <button
            type="button"
            className={styles.link}
            onClick={() =>
              reveal({
                fileId,
                range: { start: other.at + other.entry.start, end: other.at + other.entry.end },
                focus: 'source',
              })
            }
          >
            the declaration for the {scope === 'file' ? 'workflow' : 'file'}
          </button>
          , which does not count.
        </span>
      )}
    </>
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
