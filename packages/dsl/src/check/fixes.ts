// Fixes as data: what a diagnostic offers, before it is worked out against the text (L-DIAG-02). Most are edit operations (§9.4); a
// fix that only changes characters in place names the spans. Working out an operation costs a walk over the document, so it happens
// when somebody looks at the fixes.
import { didYouMean } from '../didYouMean.ts';
import type { Document } from '../document.ts';
import { edit } from '../edit/edit.ts';
import type { EditOperation, PropertyValue, Space } from '../edit/operations.ts';
import type { Diagnostic } from '../graph.ts';
import type { TextEdit } from '../source.ts';
import { valueSpan, type Span, type Token } from '../tree.ts';

export interface Fix {
  readonly title: string;
  readonly preferred?: boolean;
  readonly edits?: readonly TextEdit[];
  readonly operation?: EditOperation;
}

/** Puts text in the place of a span (absolute). */
export function replace(title: string, span: Span, newText: string): Fix {
  return { title, edits: [{ start: span.start, end: span.end, newText }] };
}

export function operation(title: string, ...operations: readonly EditOperation[]): Fix {
  const [only] = operations;
  return { title, operation: operations.length === 1 && only !== undefined ? only : { op: 'batch', operations } };
}

export function preferred(fix: Fix | undefined): Fix | undefined {
  return fix === undefined ? undefined : { ...fix, preferred: true };
}

/** The did-you-mean fix (L-SEM-03) for a name at an absolute span. */
export function didYouMeanFix(name: string, candidates: Iterable<string>, span: Span): Fix | undefined {
  const near = didYouMean(name, candidates);
  return near === undefined ? undefined : preferred(replace(`Change to \`${near}\``, span, near));
}

/** The absolute span of a token's value: the inside of a string, the whole of a word. */
export function inside(token: Token, at: number): Span {
  const span = valueSpan(token, 0, token.value.length);
  return { start: at + span.start, end: at + span.end };
}

export function setProperty(
  title: string,
  space: Space,
  name: string,
  path: readonly string[],
  value: PropertyValue,
): Fix {
  return operation(title, { op: 'setProperty', target: { space, name, path }, value });
}

export function unsetProperty(space: Space, name: string, path: readonly string[]): Fix {
  return operation(`Remove \`${path.join('.')}\``, { op: 'unsetProperty', target: { space, name, path } });
}

/** The fixes that can be carried out on the document, at most one of them preferred. */
export function fixesOf(document: Document, fixes: readonly Fix[]): NonNullable<Diagnostic['fixes']> {
  const result: NonNullable<Diagnostic['fixes']> = [];
  let hasPreferred = false;
  for (const { title, preferred: wanted, edits: given, operation: op } of fixes) {
    const edits = op === undefined ? given : editsOf(document, op);
    if (edits === undefined || edits.length === 0) continue;
    if (wanted === true && !hasPreferred) {
      hasPreferred = true;
      result.push({ title, preferred: true, edits: [...edits] });
    } else result.push({ title, edits: [...edits] });
  }
  return result;
}

/** The edits of an operation; undefined when the text does not allow it. */
function editsOf(document: Document, op: EditOperation): readonly TextEdit[] | undefined {
  const result = edit(document, op);
  return result.ok ? result.edits : undefined;
}
