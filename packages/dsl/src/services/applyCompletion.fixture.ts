// For tests of completion: the text after an item is chosen, and whether the place can be finished without a syntax error.
import { type Document, parse } from '../document.ts';
import type { CompletionItem } from './completionItem.ts';

/** The text with an item in it and the offset where typing goes on; places to fill in hold their proposed text. */
export function applied(text: string, item: CompletionItem): { readonly text: string; readonly caret: number } {
  const lineStart = text.lastIndexOf('\n', item.start - 1) + 1;
  const indentation = /^[^\S\n]*/.exec(text.slice(lineStart, item.start))?.[0] ?? '';
  // Clients indent further lines like the first.
  let inserted = item.insertText.replaceAll('\n', `\n${indentation}`);
  let caret = inserted.length;
  if (item.snippet === true) {
    inserted = inserted.replace(/\$\{\d+:([^}]*)\}/g, '$1');
    const place = inserted.indexOf('$0');
    inserted = inserted.replace('$0', '');
    caret = place === -1 ? inserted.length : place;
  }
  return { text: text.slice(0, item.start) + inserted + text.slice(item.end), caret: item.start + caret };
}

/** What somebody could type where completion offers nothing. */
const FINISHES = ['', 'x', '1', '"x"', '"x": "y"', 'x: "y"', 'x: string', 'file', '0.5', 'x: int'] as const;

/** E-errors by code. */
function errorsOf({ diagnostics }: Document): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code, severity } of diagnostics) if (severity === 'error') counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

/** The codes that are reported more often than before. */
function added(before: ReadonlyMap<string, number>, document: Document): string[] {
  return [...errorsOf(document)].filter(([code, count]) => count > (before.get(code) ?? 0)).map(([code]) => code);
}

/** The codes an item adds however one goes on after it; none when it may stand there. */
export function errorsAdded(
  document: Document,
  item: CompletionItem,
  next: (document: Document, offset: number) => readonly CompletionItem[],
  depth = 2,
): string[] {
  const before = errorsOf(document);
  const { text, caret } = applied(document.text, item);
  const after = parse(text, document);
  const own = added(before, after);
  if (own.length === 0) return [];
  for (const finish of FINISHES) {
    const finished = parse(text.slice(0, caret) + finish + text.slice(caret), after);
    if (added(before, finished).length === 0) return [];
  }
  if (depth > 0) {
    for (const following of next(after, caret)) {
      const further = applied(text, following);
      const step = parse(further.text, after);
      if (added(before, step).length === 0) return [];
      if (
        depth > 1 &&
        FINISHES.some(
          (finish) =>
            added(
              before,
              parse(further.text.slice(0, further.caret) + finish + further.text.slice(further.caret), step),
            ).length === 0,
        )
      )
        return [];
    }
  }
  return own;
}
