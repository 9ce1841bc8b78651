// `with { KEY: value … }` on an edge (L-EDGE-05): entries separated by commas, line ends or blanks.
import { COLON, COMMA, OPEN_BRACE, isNameStart } from '../lexer/characters.ts';
import type { Scanner } from '../lexer/scanner.ts';
import type { JsonArray, JsonObject, Literal, Token, WithClause, WithEntry } from '../tree.ts';
import { close, open, takeStranger } from './brackets.ts';
import { checkSafe, insertFix, replaceFix, report, wantsString, wantsWord } from './expectation.ts';
import { atJson, takeJson } from './json.ts';
import { gapAfter } from './layout.ts';
import { atScalar, literalOf, takeLiteralToken, takeScalarValue } from './literals.ts';

/** Reads the clause at its keyword. */
export function readWith(scanner: Scanner): WithClause {
  const errors = scanner.errors;
  const keyword = scanner.takeName();
  scanner.skip();
  const parts: { open?: Token; close?: Token } = {};
  const entries: WithEntry[] = [];
  if (scanner.code() === OPEN_BRACE) {
    const opener = open(scanner);
    parts.open = opener;
    const end = readEntries(scanner, opener, entries);
    if (end !== undefined) parts.close = end;
  } else {
    const at = gapAfter(scanner, keyword);
    scanner.report('E002', at, at, '`with` needs entries in braces', 'Write `with { KEY: value }`.');
  }
  return {
    type: 'WithClause',
    keyword,
    ...parts,
    entries,
    start: keyword.start,
    end: scanner.tokens.at(-1)?.end ?? keyword.end,
    broken: scanner.errors > errors,
  };
}

function readEntries(scanner: Scanner, opener: Token, entries: WithEntry[]): Token | undefined {
  let comma = true;
  for (;;) {
    scanner.skip();
    const end = close(scanner, opener, '}');
    if (end !== undefined) return end.token;
    if (scanner.code() === COMMA) {
      if (comma) {
        const edits = [{ start: scanner.pos, end: scanner.pos + 1, newText: '' }];
        scanner.report(
          'E002',
          scanner.pos,
          scanner.pos + 1,
          'An entry is missing before this comma',
          'Remove the comma.',
          [{ title: 'Remove the comma', edits }],
        );
      }
      scanner.take('punctuation', scanner.pos + 1);
      comma = true;
      continue;
    }
    comma = false;
    const entry = readEntry(scanner);
    if (entry !== undefined) entries.push(entry);
  }
}

function readEntry(scanner: Scanner): WithEntry | undefined {
  const errors = scanner.errors;
  const key = takeKey(scanner);
  if (key === undefined) return undefined;
  scanner.skip();
  if (scanner.code() === COLON) {
    scanner.take('punctuation', scanner.pos + 1);
  } else {
    const at = gapAfter(scanner, key);
    scanner.report('E002', at, at, `A colon is missing after ${key.text}`, 'Write `KEY: value`.', [insertFix(at, ':')]);
  }
  scanner.skip();
  const value = readEntryValue(scanner, key);
  return {
    type: 'WithEntry',
    key,
    ...(value === undefined ? {} : { value }),
    start: key.start,
    end: scanner.tokens.at(-1)?.end ?? key.end,
    broken: scanner.errors > errors,
  };
}

function takeKey(scanner: Scanner): Token | undefined {
  if (isNameStart(scanner.text, scanner.pos)) return scanner.takeName();
  const quote = scanner.text.charAt(scanner.pos);
  if (quote === '"' || quote === "'") {
    const token = takeLiteralToken(scanner);
    if (token !== undefined && token.kind === 'string') wantsWord(scanner, token, 'a name');
    return token;
  }
  takeStranger(scanner, 'A key belongs here', 'Write `KEY: value`.');
  return undefined;
}

function readEntryValue(scanner: Scanner, key: Token): Literal | JsonObject | JsonArray | undefined {
  if (atJson(scanner)) return takeJson(scanner);
  if (atScalar(scanner)) return literalOf(takeScalarValue(scanner));
  if (scanner.atLineEnd() || scanner.atCloser() || scanner.code() === COMMA || atEntry(scanner)) {
    const at = gapAfter(scanner, scanner.tokens.at(-1));
    scanner.report(
      'E002',
      at,
      at,
      `${key.text} has no value`,
      'Write a string, number, true, false, null or JSON literal.',
    );
    return undefined;
  }
  const token = takeLiteralToken(scanner);
  if (token === undefined) {
    takeStranger(
      scanner,
      `This is no value for ${key.text}`,
      'Write a string, number, true, false, null or JSON literal.',
    );
    return undefined;
  }
  if (token.kind === 'name' && !/^(?:true|false|null)$/.test(token.text)) return literalOf(takePath(scanner, token));
  if (token.kind === 'pattern') wantsString(scanner, token);
  else checkSafe(scanner, token);
  return literalOf(token);
}

/** A bare word or path such as `input.text`: E002, used as text. */
function takePath(scanner: Scanner, first: Token): Token {
  const { text } = scanner;
  let end = scanner.pos;
  while (/[\w.[\]-]/.test(text.charAt(end))) end += 1;
  scanner.tokens.pop();
  scanner.pos = scanner.start + first.start;
  const token = scanner.take(end > scanner.start + first.end ? 'pattern' : 'name', end);
  if (!NAMESPACES.test(token.text)) {
    wantsString(scanner, token);
    return token;
  }
  report(
    scanner,
    'E002',
    token,
    `A string belongs here, not ${token.text}`,
    'A reference stands in a string: `"{{…}}"`.',
    [replaceFix(scanner, token, 'Write it as a reference', `"{{${token.text}}}"`)],
  );
  return token;
}

const NAMESPACES = /^(?:vars|input|outputs|artifacts|loop|run|attachments)\./;

function atEntry(scanner: Scanner): boolean {
  const match = isNameStart(scanner.text, scanner.pos);
  if (!match) return false;
  let end = scanner.pos;
  while (/\w/.test(scanner.text.charAt(end))) end += 1;
  return scanner.text.charCodeAt(scanner.afterBlanks(end)) === COLON;
}
