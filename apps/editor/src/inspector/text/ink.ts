// What is painted in which colour in a text with references: the words of a shell, or Markdown. Found over the whole text, so that quotes and
// fences span references. Pure.
import { markdownMarks } from './markdownWords.ts';
import type { MarkdownMark } from './markdownWords.ts';
import { shellMarks } from './shellWords.ts';
import type { ShellMark } from './shellWords.ts';

export type Dialect = 'shell' | 'markdown';
export type InkMark = ShellMark | MarkdownMark;

/** In text order, none within another. */
export function inkOf(text: string, dialect: Dialect): readonly InkMark[] {
  return dialect === 'shell' ? shellMarks(text) : markdownMarks(text);
}
