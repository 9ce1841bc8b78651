// One property in a form (E-INSP-04, E-INSP-06): label with help, where the value comes from, reset, the control, its problems with fixes, and
// the way to the text.
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import IconArrowBackUp from '@tabler/icons-react/dist/esm/icons/IconArrowBackUp.mjs';
import IconCode from '@tabler/icons-react/dist/esm/icons/IconCode.mjs';
import type { Diagnostic, Json, PropertyRow, PropertyValue } from '@iterion/dsl';
import { useId, useLayoutEffect, useState } from 'react';
import { reveal } from '../app/reveal.ts';
import { idOf } from '../document/projection.ts';
import { select } from '../document/store.ts';
import { applyFix } from '../problems/applyFix.ts';
import { controlOf } from './controls/control.ts';
import { controls } from './controls/controlTable.ts';
import { setValue, unsetValue, useFormScope } from './formScope.tsx';
import type { FormScope } from './formScope.tsx';
import { LiteralForm } from './LiteralForm.tsx';
import { useNested } from './nested.tsx';
import { planNote } from './planNote.ts';
import { provenanceOf } from './provenance.ts';
import type { Provenance } from './provenance.ts';
import { writtenAt, writtenProperty } from './reading.ts';
import type { WrittenProperty } from './reading.ts';
import { rowsOf } from './rows.ts';
import { isRelevant, relevanceWords } from './relevance.ts';
import styles from './Inspector.module.css';

export function Field({ row, path }: { readonly row: PropertyRow; readonly path: readonly string[] }) {
  const scope = useFormScope();
  const statements = useNested(path.slice(0, -1));
  const inputId = useId();
  useDescription(inputId);
  const written = writtenProperty(statements, row);
  const isMixed = mixed(scope, path, written);
  const provenance = provenanceOf(scope, row, written !== undefined, written?.value);
  const problems = scope.problems.ofFields.get(path.join('.')) ?? [];
  const relevant = isRelevant(row, statements);
  const Control = controls[controlOf(row.value)];
  // What was written when somebody came here: they hear of it when it goes under their hands (E-INSP-08).
  const [held, setHeld] = useState<PropertyValue | null>(null);
  const set = (value: PropertyValue): string | null => {
    const reason = setValue(scope, path, value);
    if (reason === null) setHeld(value);
    return reason;
  };
  const unset = (): void => {
    setHeld(null);
    unsetValue(scope, path);
  };
  const literal = written?.node.value?.type === 'Literal' ? written.node.value.token.text : undefined;
  const worstCase = planNote(scope.graph, path);
  const placeholder = provenance.from === 'here' ? '' : provenance.value;
  return (
    <div
      className={styles.field}
      data-irrelevant={!relevant || undefined}
      data-property={path.join('.')}
      data-set={written ? true : undefined}
      onFocus={() => {
        if (held === null && isSettable(written?.value)) setHeld(written.value);
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setHeld(null);
      }}
    >
      <div className={styles.label}>
        <Tooltip label={<Help row={row} />} multiline w={280} position="top-start">
          <label htmlFor={inputId} id={`${inputId}-label`} className={styles.name} tabIndex={0}>
            {row.name.replaceAll('_', ' ')}
            {row.required && <span aria-label="required"> *</span>}
          </label>
        </Tooltip>
        {relevant ? (
          <Source provenance={provenance} scope={scope} />
        ) : (
          <span className={styles.source}>{relevanceWords(row)}</span>
        )}
        {isMixed && <span className={styles.source}>mixed</span>}
        {(written || isMixed) && (
          <span className={styles.tools}>
            {written && !isMixed && row.value.kind === 'string' && <LiteralForm name={row.name} written={written} />}
            {written && (
              <Tooltip label="Show in source">
                <ActionIcon
                  size={24}
                  aria-label={`Show ${row.name} in source`}
                  onClick={() => reveal({ fileId: scope.fileId, range: written, focus: 'source' })}
                >
                  <IconCode size={14} />
                </ActionIcon>
              </Tooltip>
            )}
            <Tooltip label="Reset: remove its line">
              <ActionIcon size={24} data-reset aria-label={`Reset ${row.name}`} onClick={unset}>
                <IconArrowBackUp size={14} />
              </ActionIcon>
            </Tooltip>
          </span>
        )}
      </div>
      <Control
        row={row}
        path={path}
        value={isMixed ? undefined : written?.value}
        {...(literal === undefined || isMixed ? {} : { spelling: literal })}
        placeholder={isMixed ? 'mixed' : placeholder}
        inputId={inputId}
        describedBy={`${inputId}-problems`}
        invalid={problems.some((problem) => problem.severity === 'error')}
        commit={set}
        unset={unset}
      />
      {held !== null && !written && (
        <div className={styles.problem} role="status">
          {row.name.replaceAll('_', ' ')} was removed elsewhere.
          <Button variant="default" size="compact-xs" onClick={() => set(held)}>
            Restore
          </Button>
        </div>
      )}
      {worstCase !== null && <span className={styles.note}>{worstCase}</span>}
      <ProblemLines id={`${inputId}-problems`} problems={problems} scope={scope} />
    </div>
  );
}

/** Ties the control to what is said about it. Mantine's inputs drop the attribute when they are given it, and leave it alone afterwards. */
function useDescription(inputId: string): void {
  useLayoutEffect(() => {
    const said = [`${inputId}-problems`, `${inputId}-about`].filter((id) => document.getElementById(id));
    document.getElementById(inputId)?.setAttribute('aria-describedby', said.join(' '));
  });
}

/** Whether the declarations that are edited together say different things here. */
function mixed(scope: FormScope, path: readonly string[], written: WrittenProperty | undefined): boolean {
  const own = saying(scope, written);
  const rows = rowsOf(scope.ref, scope.graph);
  return scope.others.some((other) => saying(scope, writtenAt(other.written.statements, rows, path)) !== own);
}
/** What stands after its name; of a block its own text. */
function saying({ document }: FormScope, written: WrittenProperty | undefined): string | undefined {
  if (!written) return undefined;
  return written.value === undefined ? document.text.slice(written.start, written.end) : JSON.stringify(written.value);
}

function isSettable(value: Json | undefined): value is string | number | boolean | string[] {
  return value !== undefined && value !== null && (typeof value !== 'object' || Array.isArray(value));
}

function Help({ row }: { readonly row: PropertyRow }) {
  return (
    <span className={styles.help}>
      <strong>{row.name}</strong>
      <span>{row.help}</span>
      {row.details !== undefined && <span>{row.details}</span>}
      {row.default !== undefined && <span>Without it: {row.default}</span>}
    </span>
  );
}

function Source({ provenance, scope }: { readonly provenance: Provenance; readonly scope: FormScope }) {
  if (provenance.from === 'here')
    return provenance.environment === undefined ? null : (
      <span className={styles.source}>from {provenance.environment}</span>
    );
  if (provenance.from === 'default') return null;
  const workflow = scope.graph.workflow && idOf(scope.projection, 'workflow', scope.graph.workflow.name);
  return (
    <button type="button" className={styles.sourceLink} onClick={() => workflow && select(scope.fileId, [workflow])}>
      from workflow
    </button>
  );
}

/** What stands between backticks is code. */
export function Coded({ text }: { readonly text: string }) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}

export function ProblemLines({
  id,
  problems,
  scope,
}: {
  readonly id: string;
  readonly problems: readonly Diagnostic[];
  readonly scope: Pick<FormScope, 'fileId'>;
}) {
  return (
    <div id={id} className={styles.problems}>
      {problems.map((problem) => (
        <div
          key={`${problem.code} ${problem.range.start.offset}`}
          className={styles.problem}
          data-severity={problem.severity}
        >
          <span>
            <Coded text={`${problem.message.replace(/(?<![.!?])$/u, '.')} ${problem.hint ?? ''}`} />
          </span>
          {problem.fixes?.slice(0, 3).map((fix) => (
            <Button
              key={fix.title}
              variant="default"
              size="compact-xs"
              classNames={{ root: styles.fix ?? '', label: styles.fixLabel ?? '' }}
              onClick={() => applyFix(scope.fileId, fix)}
            >
              <span>
                <Coded text={fix.title} />
              </span>
            </Button>
          ))}
        </div>
      ))}
    </div>
  );
}
