// What the fields of one form share: which declaration they edit, what is written there, and how a change becomes one operation
// (E-DOC-02). Each commit of a field is one `applyOperation`; bursts in one field join (E-INSP-05).
import type { CompiledGraph, Diagnostic, Document, PropertyOwner, PropertyRow, PropertyValue } from '@iterion/dsl';
import type { EditOperation } from '@iterion/dsl';
import { createContext, useContext } from 'react';
import type { ComponentType } from 'react';
import type { FileId } from '../document/model.ts';
import { applyOperation } from '../document/store.ts';
import type { Projection } from '../document/projection.ts';
import type { FormProblems } from './formProblems.ts';
import { writtenAt } from './reading.ts';
import type { Written } from './reading.ts';
import { rowsOf } from './rows.ts';

export interface FormScope {
  readonly fileId: FileId;
  readonly ref: PropertyOwner;
  readonly document: Document;
  readonly graph: CompiledGraph;
  readonly projection: Projection;
  readonly written: Written;
  /** Declarations of the same kind that are edited along with it (E-INSP-23). */
  readonly others: readonly { readonly ref: PropertyOwner; readonly written: Written }[];
  /** Shows the fields of nested rows; handed down, as a field may hold a block of fields. */
  readonly fields: ComponentType<{ readonly rows: readonly PropertyRow[]; readonly path: readonly string[] }>;
  /** Those inside the declaration, in text order. */
  readonly diagnostics: readonly Diagnostic[];
  /** The same, by the fields they belong to. */
  readonly problems: FormProblems;
}

const ScopeContext = createContext<FormScope | null>(null);
export const FormScopeProvider = ScopeContext.Provider;
export function useFormScope(): FormScope {
  const scope = useContext(ScopeContext);
  if (!scope) throw new Error('A field was rendered outside of a form.');
  return scope;
}

/** Carries out a form's operation; the reason when it was refused. */
export function commitOperation(
  fileId: FileId,
  operation: EditOperation,
  label: string,
  burst?: string,
): string | null {
  const result = applyOperation(fileId, operation, label, {
    origin: 'form',
    ...(burst === undefined ? {} : { coalesce: `form ${burst}` }),
  });
  return result.ok ? null : result.refusal.reason;
}

/** Sets the property on all declarations of the form, in one step. */
export function setValue(scope: FormScope, path: readonly string[], value: PropertyValue): string | null {
  const all = [scope.ref, ...scope.others.map(({ ref }) => ref)];
  const burst = `${scope.ref.space} ${all.map(({ name }) => name).join(' ')} ${path.join('.')}`;
  return commitOperation(
    scope.fileId,
    together(all.map((ref): EditOperation => ({ op: 'setProperty', target: { ...ref, path }, value }))),
    `Set ${path.join('.')} of ${subject(scope)}`,
    burst,
  );
}
/** Resets it on those that have it. */
export function unsetValue(scope: FormScope, path: readonly string[]): string | null {
  const all = [{ ref: scope.ref, written: scope.written }, ...scope.others];
  const set = all.filter(({ written }) => writtenAt(written.statements, rowsOf(scope.ref, scope.graph), path));
  if (set.length === 0) return null;
  return commitOperation(
    scope.fileId,
    together(set.map(({ ref }): EditOperation => ({ op: 'unsetProperty', target: { ...ref, path } }))),
    `Reset ${path.join('.')} of ${subject(scope)}`,
  );
}
function together(operations: readonly EditOperation[]): EditOperation {
  const [only] = operations;
  return operations.length === 1 && only ? only : { op: 'batch', operations };
}
function subject({ ref, others }: FormScope): string {
  return others.length === 0 ? ref.name : `${others.length + 1} ${ref.space}s`;
}
