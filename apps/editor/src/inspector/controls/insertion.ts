// How a reference gets into a command or script (E-INSP-18, L-TPL-12, L-TPL-13), in words. Pure.
import type { FieldReference } from '@iterion/dsl';

export interface Insertion {
  readonly words: string;
  /** Something that deserves a second look. */
  readonly warns: boolean;
}

export function insertionOf(reference: FieldReference, shell: boolean): Insertion {
  if (reference.finding) return { words: reference.finding.message, warns: true };
  if (reference.raw)
    return shell
      ? { words: 'raw: the shell reads the value as its own text', warns: true }
      : { words: 'raw: the value becomes part of the script', warns: true };
  if (!shell) return { words: 'as a JSON literal', warns: false };
  switch (reference.quoting) {
    case 'double':
      return { words: 'quoted, inside your double quotes', warns: false };
    case 'single':
      return { words: 'quoted, inside your single quotes', warns: false };
    case 'none':
      return { words: 'cannot be quoted here', warns: true };
    case 'bare':
    case undefined:
      return isList(reference)
        ? { words: 'quoted, one word per item', warns: false }
        : { words: 'quoted, as one word', warns: false };
    default:
      return reference.quoting satisfies never;
  }
}

function isList({ type }: FieldReference): boolean {
  return type === 'string[]' || type === 'list';
}
