// Environment references `${NAME}` and `${NAME:-default}` (§5.3). A default runs to the matching `}` and may hold references of its
// own; beyond 100 levels the text is left alone, so consumers may recurse.
import type { Span } from '../expression/parse.ts';

export interface TextPiece extends Span {
  readonly kind: 'text';
  readonly text: string;
}
export interface EnvPiece extends Span {
  readonly kind: 'env';
  readonly name: string;
  readonly nameSpan: Span;
  readonly default?: EnvDefault;
}
export interface EnvDefault extends Span {
  readonly source: string;
  readonly pieces: readonly (TextPiece | EnvPiece)[];
}

const HEAD = /\$\{([A-Za-z_][A-Za-z0-9_]*)(\}|:-)/y;
const MAX_NESTING = 100;

/** Finds the `}` of each `{` of a text, in one pass. */
export type BraceMatches = ReadonlyMap<number, number>;

export function matchBraces(text: string): BraceMatches {
  const matches = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x7b) open.push(at);
    else if (code === 0x7d) {
      const start = open.pop();
      if (start !== undefined) matches.set(start, at);
    }
  }
  return matches;
}

/** The environment reference at `start`, where `$` stands; undefined when the text there is none and is left alone. */
export function readEnvironment(text: string, start: number, braces: BraceMatches, nesting = 0): EnvPiece | undefined {
  HEAD.lastIndex = start;
  const head = HEAD.exec(text);
  if (head === null || nesting > MAX_NESTING) return undefined;
  const name = head[1] ?? '';
  const nameSpan = { start: start + 2, end: start + 2 + name.length };
  const from = start + head[0].length;
  if (head[2] === '}') return { kind: 'env', name, nameSpan, start, end: from };
  const close = braces.get(start + 1);
  if (close === undefined) return undefined;
  const fallback = { source: text.slice(from, close), pieces: piecesOf(text, from, close, braces, nesting + 1) };
  return { kind: 'env', name, nameSpan, default: { ...fallback, start: from, end: close }, start, end: close + 1 };
}

/** The pieces of a text in which only environment references have a meaning. */
export function environmentPieces(text: string): (TextPiece | EnvPiece)[] {
  if (!text.includes('${')) return text === '' ? [] : [{ kind: 'text', text, start: 0, end: text.length }];
  return piecesOf(text, 0, text.length, matchBraces(text), 0);
}

function piecesOf(
  text: string,
  from: number,
  to: number,
  braces: BraceMatches,
  nesting: number,
): (TextPiece | EnvPiece)[] {
  const pieces: (TextPiece | EnvPiece)[] = [];
  let done = from;
  let at = text.indexOf('${', from);
  while (at !== -1 && at < to) {
    const env = readEnvironment(text, at, braces, nesting);
    if (env !== undefined) {
      if (at > done) pieces.push({ kind: 'text', text: text.slice(done, at), start: done, end: at });
      pieces.push(env);
      done = env.end;
    }
    at = text.indexOf('${', env?.end ?? at + 2);
  }
  if (to > done) pieces.push({ kind: 'text', text: text.slice(done, to), start: done, end: to });
  return pieces;
}
