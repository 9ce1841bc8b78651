// What is asked of the language package, as data, so that a worker can be asked as well: pure functions of a text and an argument. They start
// nothing, read nothing and write nothing (S-API-11).
import {
  applyEdits,
  compile,
  edit,
  format,
  formatRange,
  parse,
  type CompiledGraph,
  type Diagnostic,
  type Document,
  type EditOperation,
  type FormatResult,
  type Refusal,
  type TextEdit,
} from '@iterion/dsl';

type Edited =
  | {
      readonly ok: true;
      readonly edits: readonly TextEdit[];
      readonly text: string;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly refusal: Refusal };

/** Each question: what it is given beside the text, and what it answers. */
interface Questions {
  readonly compile: { readonly given: null; readonly answer: CompiledGraph };
  readonly parse: { readonly given: null; readonly answer: Pick<Document, 'file' | 'diagnostics'> };
  readonly format: { readonly given: Parameters<typeof formatRange>[1] | null; readonly answer: FormatResult };
  readonly edit: { readonly given: readonly EditOperation[]; readonly answer: Edited };
}
export type Operation = keyof Questions;
/** A question as it travels to a worker. */
export type Question = {
  [K in Operation]: { readonly operation: K; readonly given: Questions[K]['given'] };
}[Operation];
export type Answer<K extends Operation> = Questions[K]['answer'];

export function answer(question: Question, text: string): Answer<Operation> {
  const document = parse(text);
  switch (question.operation) {
    case 'compile':
      return compile(document);
    case 'parse':
      return { file: document.file, diagnostics: document.diagnostics };
    case 'format':
      return question.given === null ? format(document) : formatRange(document, question.given);
    case 'edit':
      return edited(document, question.given);
  }
}

/** All operations or none; the edits lead from the text that was given. */
function edited(document: Document, operations: readonly EditOperation[]): Edited {
  const [only] = operations;
  const result = edit(document, operations.length === 1 && only !== undefined ? only : { op: 'batch', operations });
  if (!result.ok) return result;
  const text = applyEdits(document.text, result.edits);
  return { ok: true, edits: result.edits, text, diagnostics: compile(parse(text)).diagnostics };
}
