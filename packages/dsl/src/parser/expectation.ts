// Whether a literal is of the class that its place expects (L-DECL-05, L-DECL-06, L-LEX-24): E002 for the wrong form, E020 for
// a value outside what is allowed. A class that names another code (`otherwise`) leaves the judgement to the checks.
import { didYouMean } from '../didYouMean.ts';
import type { ValueClass } from '../language/table.ts';
import { isName } from '../lexer/characters.ts';
import { isSafeInt } from '../lexer/numbers.ts';
import type { Fix } from '../lexer/reporter.ts';
import type { Scanner } from '../lexer/scanner.ts';
import { type Token, isString } from '../tree.ts';

type ScalarClass = Extract<ValueClass, { kind: 'word' | 'name' | 'string' | 'int' | 'number' | 'bool' }>;

export function isScalarClass(value: ValueClass): value is ScalarClass {
  return ['word', 'name', 'string', 'int', 'number', 'bool'].includes(value.kind);
}

/** Checks a taken literal. A `quoted` token has reported E002 already. */
export function checkLiteral(scanner: Scanner, token: Token, expected: ScalarClass): void {
  if (token.kind === 'quoted') return;
  if (token.kind === 'scalar' && expected.kind !== 'string') {
    reportMisplacedScalar(scanner, token);
    return;
  }
  switch (expected.kind) {
    case 'word':
      checkWord(scanner, token, expected);
      return;
    case 'name':
      if (token.kind !== 'name') wantsWord(scanner, token, 'a name');
      return;
    case 'string':
      if (!isString(token) && !(token.kind === 'name' && expected.wordAllowed === true)) wantsString(scanner, token);
      return;
    case 'int':
    case 'number':
      checkNumber(scanner, token, expected);
      return;
    case 'bool':
      if (token.kind === 'name' && (token.text === 'true' || token.text === 'false')) return;
      reportOutside(scanner, token, ['true', 'false'], 'Write `true` or `false`.', BOOLEANS);
      return;
    default:
      expected satisfies never;
  }
}

function checkWord(scanner: Scanner, token: Token, expected: Extract<ValueClass, { kind: 'word' }>): void {
  if (isString(token)) {
    if (expected.orEnv === true) return;
    if (expected.quotedAllowed !== true) {
      wantsWord(scanner, token, 'a bare word');
      return;
    }
  } else if (token.kind !== 'name') {
    wantsWord(scanner, token, 'a bare word');
    return;
  }
  if (expected.words.includes(token.value) || Object.hasOwn(expected.synonyms ?? {}, token.value)) return;
  if (expected.otherwise !== undefined) return;
  reportOutside(scanner, token, expected.words, `Use one of ${expected.words.join(', ')}.`);
}

function checkNumber(scanner: Scanner, token: Token, expected: Extract<ValueClass, { kind: 'int' | 'number' }>): void {
  if (token.kind !== 'int' && token.kind !== 'float') {
    const inner = isString(token) && /^-?\d+(\.\d+)?$/.test(token.value);
    reportForm(
      scanner,
      token,
      `A number belongs here, not ${token.text}`,
      'Write a number without quotes.',
      inner ? [replaceFix(scanner, token, 'Remove the quotes', token.value)] : [],
    );
    return;
  }
  if (!checkSafe(scanner, token)) return;
  const value = Number(token.text);
  if (expected.kind === 'int' && token.kind === 'float') {
    report(scanner, 'E020', token, `${token.text} is no whole number`, 'Write a whole number.');
    return;
  }
  if (expected.otherwise !== undefined) return;
  const max = expected.kind === 'number' ? (expected.max ?? Infinity) : Infinity;
  const min = expected.min ?? -Infinity;
  if (value >= min && value <= max) return;
  const range = max === Infinity ? `at least ${min}` : `from ${min} to ${max}`;
  report(scanner, 'E020', token, `${token.text} is outside what is allowed`, `Write a number ${range}.`);
}

/** Reports an integer beyond L-LEX-23; false when it did. */
export function checkSafe(scanner: Scanner, token: Token): boolean {
  if (isSafeInt(token)) return true;
  report(scanner, 'E020', token, `${token.text} is too large`, 'Integers lie within ±9007199254740991.');
  return false;
}

/** A bare word, number or `30m` where a string, or another literal, belongs. */
export function wantsString(scanner: Scanner, token: Token, what = 'a string'): void {
  const fixes = /["\n]/.test(token.text) ? [] : [replaceFix(scanner, token, 'Add quotes', `"${token.text}"`)];
  reportForm(
    scanner,
    token,
    `${capital(what)} belongs here, not ${token.text}`,
    what === 'a string' ? 'Put it in double quotes.' : 'Put text in double quotes.',
    fixes,
  );
}

/** A string where a bare word belongs. */
export function wantsWord(scanner: Scanner, token: Token, what: string): void {
  const fixes =
    isString(token) && isName(token.value) ? [replaceFix(scanner, token, 'Remove the quotes', token.value)] : [];
  const hint = fixes.length > 0 ? 'Remove the quotes.' : `Write ${what}: letters, digits and \`_\`.`;
  reportForm(scanner, token, `${capital(what)} belongs here, not ${shown(token)}`, hint, fixes);
}

/** `'…'` (L-LEX-20). */
export function reportQuoted(scanner: Scanner, token: Token): void {
  const fixes = /["\\]/.test(token.value)
    ? token.value.includes('`')
      ? []
      : [replaceFix(scanner, token, 'Use backticks', `\`${token.value}\``)]
    : [replaceFix(scanner, token, 'Use double quotes', `"${token.value}"`)];
  reportForm(scanner, token, "Strings are not written in '…'", 'Use double quotes.', fixes);
}

/** A block scalar where no string may stand (L-LEX-21). */
export function reportMisplacedScalar(scanner: Scanner, token: Token): void {
  const start = scanner.start + token.start;
  scanner.report('E008', start, start + 1, 'A block scalar cannot stand here', 'Write the value on this line.');
}

/** Words of other languages for the two values of a switch. */
const BOOLEANS: Meanings = { yes: 'true', on: 'true', '1': 'true', no: 'false', off: 'false', '0': 'false' };

/** What a word of another language is here, in lower case. */
export type Meanings = { readonly [word: string]: string };

/** The word that was meant: the same thing under another name, else the nearest spelling. */
export function meant(word: string, words: readonly string[], meanings: Meanings): string | undefined {
  const key = word.toLowerCase();
  return Object.hasOwn(meanings, key) ? meanings[key] : didYouMean(word, words);
}

function reportOutside(
  scanner: Scanner,
  token: Token,
  words: readonly string[],
  hint: string,
  meanings: Meanings = {},
): void {
  const near = meant(token.value, words, meanings);
  const fixes = near === undefined ? [] : [replaceFix(scanner, token, `Change to \`${near}\``, near)];
  report(scanner, 'E020', token, `${shown(token)} is not allowed here`, hint, fixes);
}

function reportForm(scanner: Scanner, token: Token, message: string, hint: string, fixes: readonly Fix[]): void {
  report(scanner, 'E002', token, message, hint, fixes);
}

export function report(
  scanner: Scanner,
  code: string,
  token: Token,
  message: string,
  hint: string,
  fixes?: readonly Fix[],
): void {
  scanner.report(code, scanner.start + token.start, scanner.start + token.end, message, hint, fixes);
}

export function replaceFix(scanner: Scanner, token: Token, title: string, newText: string): Fix {
  const edits = [{ start: scanner.start + token.start, end: scanner.start + token.end, newText }];
  return { title, preferred: true, edits };
}

export function insertFix(at: number, newText: string): Fix {
  return { title: `Insert \`${newText.trim()}\``, preferred: true, edits: [{ start: at, end: at, newText }] };
}

/** A token for a message: its text, cut when it is long. */
function shown(token: Token): string {
  const line = token.text.split('\n', 1)[0] ?? '';
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
