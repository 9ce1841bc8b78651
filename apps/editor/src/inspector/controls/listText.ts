// A list of texts in a field of many lines (E-INSP-03): one element a line, so that reordering and pasting many are editing text; JSON where
// an element would not survive that. Pure.
import type { Json } from '@iterion/dsl';

export function textOfList(list: readonly string[]): string {
  const plain = list.join('\n');
  const back = listOfText(plain);
  const survives = typeof back !== 'string' && back.length === list.length && back.every((each, i) => each === list[i]);
  return list.length === 0 ? '' : survives ? plain : JSON.stringify(list);
}

/** The elements, or why the text is no list. */
export function listOfText(text: string): readonly string[] | string {
  if (!text.trimStart().startsWith('["')) return text.split('\n').filter((line) => line !== '');
  try {
    const value = JSON.parse(text) as Json;
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return `This is not JSON yet: ${error.message}`;
  }
  return 'A list of texts is needed: ["a", "b"]';
}
