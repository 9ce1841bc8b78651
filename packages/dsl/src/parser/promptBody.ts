// The text under a prompt's header (L-LEX-27…29, L-REC-09).
import { HASH, SPACE, TAB } from '../lexer/characters.ts';
import { takeBody } from '../lexer/layoutText.ts';
import type { Fix } from '../lexer/reporter.ts';
import type { Scanner } from '../lexer/scanner.ts';
import type { Body, ErrorNode } from '../tree.ts';
import type { Layout } from './layout.ts';
import { errorFrom, takeBlock } from './recovery.ts';

/** Reads the body below a header at `header` spaces; `pos` is the start of the line after it. */
export function readBody(layout: Layout, header: number): { readonly body: Body; readonly rest?: ErrorNode } {
  const { scanner } = layout;
  const first = firstBodyLine(scanner, scanner.pos, header);
  if (first === undefined) {
    const at = scanner.tokens.at(-1)?.end ?? 0;
    return { body: { type: 'Body', start: at, end: at } };
  }
  scanner.recordComments(first);
  const { token, tabLed, indent } = takeBody(scanner, header);
  const at = scanner.pos - scanner.start;
  const body: Body =
    token === undefined
      ? { type: 'Body', start: at, end: at }
      : { type: 'Body', token, start: token.start, end: token.end };
  scanner.finishLine();
  reportTabs(scanner, tabLed, indent === 0 ? header + 2 : indent);
  const rest = readStrayLines(scanner, header);
  return rest === undefined ? { body } : { body, rest };
}

/** The start of the first line after the comments that may stand between header and body; undefined without a body. */
function firstBodyLine(scanner: Scanner, from: number, header: number): number | undefined {
  const { text } = scanner;
  let at = from;
  while (at < text.length) {
    let spaces = at;
    while (text.charCodeAt(spaces) === SPACE) spaces += 1;
    let content = spaces;
    while (text.charCodeAt(content) === SPACE || text.charCodeAt(content) === TAB) content += 1;
    const next = scanner.nextLineStart(content);
    const end = scanner.endOfLine(content);
    const width = spaces - at;
    if (content < end && !scanner.isMarker(at)) {
      if (width > header || content > spaces) return at;
      if (width < header || text.charCodeAt(content) !== HASH) return undefined;
    }
    at = next;
  }
  scanner.reach = text.length + 1;
  return undefined;
}

/** E003 at the first of each run of tab-led lines. */
function reportTabs(
  scanner: Scanner,
  tabLed: readonly { readonly start: number; readonly blanks: number }[],
  indent: number,
): void {
  const [first] = tabLed;
  if (first === undefined) return;
  const newText = ' '.repeat(indent);
  const edits = tabLed.map((line) => ({ start: line.start, end: line.start + line.blanks, newText }));
  scanner.report('E003', first.start, first.start + first.blanks, 'A tab indents this line', 'Indent with spaces.', [
    { title: 'Indent with spaces', preferred: true, edits },
  ]);
}

/** Deeper lines after a shallower comment has ended the body (L-REC-09). */
function readStrayLines(scanner: Scanner, header: number): ErrorNode | undefined {
  const line = scanner.nextLine();
  if (line === undefined || line.indent <= header) return undefined;
  scanner.report(
    'E003',
    line.start,
    line.content,
    'The comment above has ended the prompt; this line belongs to nothing',
    'Indent the comment like the text, or move it above the header.',
  );
  const from = scanner.tokens.length;
  takeBlock(scanner, header);
  return errorFrom(scanner, from);
}

/** The fix of E001 for text behind a prompt's header: it moves to the next line (L-LEX-29). */
export function promptTextFix(layout: Layout): Fix[] {
  const { scanner } = layout;
  const colon = scanner.start + (scanner.tokens.at(-1)?.end ?? 0);
  const below = firstBodyLine(scanner, scanner.nextLineStart(scanner.pos), scanner.lineIndent);
  const indent = below === undefined ? scanner.lineIndent + 2 : spacesAt(scanner.text, below);
  const newText = scanner.lineBreak + ' '.repeat(indent);
  return [
    { title: 'Move the text to the next line', preferred: true, edits: [{ start: colon, end: scanner.pos, newText }] },
  ];
}

function spacesAt(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) === SPACE) end += 1;
  return end - at;
}
