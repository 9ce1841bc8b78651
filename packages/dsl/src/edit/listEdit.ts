// Changing a list in place: the text of elements that stay is kept, and only the stretch between the first and the last changed
// element is replaced (L-EDIT-07). A list that stands on several lines gets each new element on its own line.
import type { List, Literal } from '../tree.ts';
import type { Document } from '../document.ts';
import type { TextEdit } from '../source.ts';
import { indentationAt } from './lines.ts';
import { spellElement } from './spelling.ts';

export type ElementKind = 'name' | 'pattern' | 'string' | 'host';

/** A list on one line. */
export function spellList(values: readonly string[], of: ElementKind, strictEscape: boolean): string {
  return `[${values.map((value) => spellElement(value, of, { strictEscape }, [])).join(', ')}]`;
}

/** Edits that make `list`, which stands in a chunk at `at`, hold exactly `values`. */
export function editList(
  document: Document,
  list: List,
  at: number,
  values: readonly string[],
  of: ElementKind,
): TextEdit[] {
  const { elements, open, close } = list;
  const strictEscape = document.strictEscape;
  if (close === undefined || elements.length === 0 || values.length === 0)
    return [{ start: at + list.start, end: at + list.end, newText: spellList(values, of, strictEscape) }];
  let head = 0;
  while (head < elements.length && head < values.length && elements[head]?.token.value === values[head]) head += 1;
  let tail = 0;
  while (
    tail < elements.length - head &&
    tail < values.length - head &&
    elements[elements.length - 1 - tail]?.token.value === values[values.length - 1 - tail]
  )
    tail += 1;
  if (head === elements.length && head === values.length) return [];

  const written = new Map<string, string>(elements.map((element) => [element.token.value, element.token.text]));
  const fresh = values
    .slice(head, values.length - tail)
    .map((value) => written.get(value) ?? spellElement(value, of, { strictEscape }, elements));
  const multiline = document.text.slice(at + open.end, at + close.start).includes('\n');
  const separator = multiline ? `,\n${indentationAt(document, at + (elements[0]?.start ?? open.end))}` : ', ';
  const end = (element: Literal | undefined) => at + (element?.end ?? open.end);
  const start = (element: Literal | undefined) => at + (element?.start ?? close.start);

  if (head > 0) {
    // After the last element that stays in front: replace everything up to the end of the last changed one.
    const from = end(elements[head - 1]);
    const to = tail > 0 ? end(elements[elements.length - tail - 1]) : end(elements.at(-1));
    const newText = fresh.map((text) => separator + text).join('');
    return [
      {
        start: from,
        end: Math.max(from, to),
        newText: document.text.includes('\r\n') ? newText.replaceAll('\n', '\r\n') : newText,
      },
    ];
  }
  const from = start(elements[0]);
  const to = tail > 0 ? start(elements[elements.length - tail]) : end(elements.at(-1));
  const newText = fresh.map((text, index) => (tail > 0 || index < fresh.length - 1 ? text + separator : text)).join('');
  return [
    { start: from, end: to, newText: document.text.includes('\r\n') ? newText.replaceAll('\n', '\r\n') : newText },
  ];
}
