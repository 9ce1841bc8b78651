// Texts with references: templates (§5.1), environment texts (§5.3) and texts with both (`model`, `command`). Parsing knows nothing
// of the graph; the compiler resolves the references. Total and linear; a malformed reference stays as text beside its error.
import type { Span } from '../expression/parse.ts';
import { environmentPieces, matchBraces, readEnvironment, type EnvPiece } from './environment.ts';
import type { Piece } from './piece.ts';
import { readBraces, type RefPiece, type TemplateError } from './reference.ts';
import { assignedNames, quotingOf, type Quoting } from './shell.ts';

export interface ParsedText {
  readonly source: string;
  readonly pieces: readonly Piece[];
  readonly errors: readonly TemplateError[];
  /** Exactly one reference and nothing else (L-TPL-10). */
  readonly whole: boolean;
  /** Of a command: the shell quoting of each reference, in order (L-TPL-12). */
  readonly quoting?: readonly Quoting[];
}

/** A text in which only `{{…}}` has a meaning: prompts, `with` values, scripts, loop bounds. */
export function parseTemplate(source: string): ParsedText {
  return parse(source, false);
}

/** A text in which only `${…}` has a meaning. */
export function parseEnvironment(source: string): ParsedText {
  return { source, pieces: environmentPieces(source), errors: [], whole: false };
}

/** A text in which both have a meaning: `model`. */
export function parseMixed(source: string): ParsedText {
  return parse(source, true);
}

/**
 * A shell command: both have a meaning, and each reference has a quoting state. `${…}` of a name that the command assigns itself
 * (L-ENV-03), or whose default holds a reference, is left to the shell, which reads it in the same way.
 */
export function parseCommand(source: string): ParsedText {
  const parsed = parse(source, true, source.includes('${') ? assignedNames(source) : undefined);
  return { ...parsed, quoting: quotingOf(parsed.pieces) };
}

/** The references of a text where templates do not apply (L-TPL-02): every `{{…}}`, well-formed or not. */
export function strayReferences(source: string): Span[] {
  if (!source.includes('{{')) return [];
  const { pieces, errors } = parse(source, false);
  const spans: Span[] = [...errors];
  for (const piece of pieces) if (piece.kind === 'ref') spans.push(piece);
  return spans.sort((a, b) => a.start - b.start);
}

function parse(source: string, environment: boolean, assigned?: ReadonlySet<string>): ParsedText {
  const pieces: Piece[] = [];
  const errors: TemplateError[] = [];
  let text = '';
  let textStart = 0;
  let at = 0;
  const braces = environment && source.includes('${') ? matchBraces(source) : undefined;
  const flush = (end: number): void => {
    if (text !== '') pieces.push({ kind: 'text', text, start: textStart, end });
    text = '';
  };
  const keep = (end: number, value = source.slice(at, end)): void => {
    if (text === '') textStart = at;
    text += value;
    at = end;
  };
  const take = (piece: RefPiece | EnvPiece): void => {
    flush(at);
    pieces.push(piece);
    at = piece.end;
  };
  let nextBraces = source.indexOf('{{');
  let nextEnv = braces === undefined ? -1 : source.indexOf('${');
  while (nextBraces !== -1 || nextEnv !== -1) {
    if (nextEnv !== -1 && (nextBraces === -1 || nextEnv < nextBraces)) {
      if (nextEnv > at) keep(nextEnv);
      const env = braces === undefined ? undefined : readEnvironment(source, nextEnv, braces);
      if (env === undefined || (assigned !== undefined && isLeftToShell(env, assigned))) keep(nextEnv + 1);
      else take(env);
    } else {
      if (nextBraces > at) keep(nextBraces);
      const found = readBraces(source, nextBraces);
      if (found.kind === 'escape') keep(found.end, '{{');
      else if (found.kind === 'ref') take(found.piece);
      else {
        errors.push(found.error);
        keep(found.error.end);
      }
    }
    if (nextBraces !== -1 && nextBraces < at) nextBraces = source.indexOf('{{', at);
    if (nextEnv !== -1 && nextEnv < at) nextEnv = source.indexOf('${', at);
  }
  if (at < source.length) keep(source.length);
  flush(source.length);
  return { source, pieces, errors, whole: pieces.length === 1 && pieces[0]?.kind === 'ref' };
}

function isLeftToShell(env: EnvPiece, assigned: ReadonlySet<string>): boolean {
  return assigned.has(env.name) || env.default?.source.includes('{{') === true;
}
