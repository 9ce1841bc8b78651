// What is asked of the language package, as data, so that a worker can be asked as well: pure functions of a text. They start nothing, read nothing
// and write nothing (S-API-11).
import { compile, format, parse, type CompiledGraph, type Document, type FormatResult } from '@iterion/dsl';

export interface Answers {
  readonly compile: CompiledGraph;
  readonly parse: Pick<Document, 'file' | 'diagnostics'>;
  readonly format: FormatResult;
}
export type Operation = keyof Answers;

export function answer<K extends Operation>(operation: K, text: string): Answers[K];
export function answer(operation: Operation, text: string): Answers[Operation] {
  const document = parse(text);
  switch (operation) {
    case 'compile':
      return compile(document);
    case 'parse':
      return { file: document.file, diagnostics: document.diagnostics };
    case 'format':
      return format(document);
  }
}
