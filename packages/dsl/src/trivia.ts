// A chunk as its full sequence of pieces: tokens, comments, and the trivia between them (L-CST-01, L-CST-02). The tree itself
// stores no trivia: it is what lies between tokens and comments, and is cut into kinds on demand.
import { LF } from './lexer/characters.ts';
import type { Chunk, Comment, Span, Token } from './tree.ts';

/** `skipped` is text that means nothing where it stands: characters of E005, conflict markers. */
export interface Trivia extends Span {
  readonly kind: 'blanks' | 'lineEnd' | 'byteOrderMark' | 'skipped';
  readonly text: string;
}
export type Piece = Token | Comment | Trivia;

/** All pieces of a chunk in order; their texts, concatenated, are the chunk's text. */
export function piecesOf(chunk: Chunk): Piece[] {
  const pieces: Piece[] = [];
  const { tokens, comments, text } = chunk;
  let token = 0;
  let comment = 0;
  let at = 0;
  for (;;) {
    const nextToken = tokens[token];
    const nextComment = comments[comment];
    const next =
      nextComment === undefined || (nextToken !== undefined && nextToken.start < nextComment.start)
        ? nextToken
        : nextComment;
    addTrivia(text, at, next?.start ?? text.length, pieces);
    if (next === undefined) return pieces;
    pieces.push(next);
    at = next.end;
    if (next === nextToken) token += 1;
    else comment += 1;
  }
}

/** The comments and trivia around a token: before it from the end of the last token, after it up to the end of its line. */
export function triviaAround(chunk: Chunk, token: Token): { readonly before: Piece[]; readonly after: Piece[] } {
  const pieces = piecesOf(chunk);
  const index = pieces.indexOf(token);
  const before: Piece[] = [];
  for (let i = index - 1; i >= 0; i--) {
    const piece = pieces[i];
    if (piece === undefined || isToken(piece)) break;
    before.unshift(piece);
  }
  const after: Piece[] = [];
  for (let i = index + 1; i < pieces.length; i++) {
    const piece = pieces[i];
    if (piece === undefined || isToken(piece)) break;
    after.push(piece);
    if (isLineEnd(piece)) break;
  }
  return { before, after };
}

function isToken(piece: Piece): piece is Token {
  return 'value' in piece && !('type' in piece);
}

function isLineEnd(piece: Piece): boolean {
  return 'kind' in piece && piece.kind === 'lineEnd';
}

function addTrivia(text: string, from: number, end: number, pieces: Piece[]): void {
  let at = from;
  while (at < end) {
    const kind = triviaKind(text, at);
    let to = at + 1;
    if (kind === 'lineEnd') {
      if (text.charCodeAt(at) !== LF) to += 1;
    } else if (kind !== 'byteOrderMark') {
      while (to < end && triviaKind(text, to) === kind) to += 1;
    }
    pieces.push({ kind, start: at, end: to, text: text.slice(at, to) });
    at = to;
  }
}

function triviaKind(text: string, at: number): Trivia['kind'] {
  const code = text.charCodeAt(at);
  if (code === 32 || code === 9) return 'blanks';
  if (code === LF || (code === 13 && text.charCodeAt(at + 1) === LF)) return 'lineEnd';
  return code === 0xfeff && at === 0 ? 'byteOrderMark' : 'skipped';
}
