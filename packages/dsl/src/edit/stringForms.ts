// The forms in which a written string can stand (L-EDIT-07, E-INSP-03): for forms that let people choose between them. Each keeps the value.
import type { Document } from '../document.ts';
import type { TextEdit } from '../source.ts';
import { isString, type Placed, type Property } from '../tree.ts';
import { indentationAt, indentationStep, lineEndBefore, nextLineStart } from './lines.ts';
import { FORMS, formOf, inForm, type StringForm } from './spelling.ts';

export interface OtherForm {
  readonly form: StringForm;
  readonly isPresent: boolean;
  /** What writes it in this form. */
  readonly edit: TextEdit;
}

/** The forms that can hold the value of a property's string literal; none where it has no such literal. */
export function stringForms(
  document: Document,
  { node, at }: Pick<Placed<Property>, 'node' | 'at'>,
): readonly OtherForm[] {
  const { value } = node;
  if (value?.type !== 'Literal' || !isString(value.token) || node.broken) return [];
  const { token } = value;
  const start = at + node.start;
  const place = {
    strictEscape: document.strictEscape,
    scalarIndent: indentationAt(document, start) + indentationStep(document),
  };
  const eol = lineEndBefore(document.text, nextLineStart(document, start));
  const present = formOf(token);
  return FORMS.flatMap((form): OtherForm[] => {
    const text = inForm(form, token.value, place);
    if (text === undefined) return [];
    const edit = { start: at + value.start, end: at + value.end, newText: text.replaceAll('\n', eol) };
    return [{ form, isPresent: form === present, edit }];
  });
}
