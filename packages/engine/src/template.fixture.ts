// Texts of a workflow as the compiler hands them over, for tests: parsed by the language, every reference taken as known unless the
// test says otherwise.
import {
  parseCommand,
  parseEnvironment,
  parseMixed,
  parseTemplate,
  type EnvText,
  type MixedText,
  type Ref,
  type Template,
} from '@iterion/dsl';

type Piece = ReturnType<typeof parseMixed>['pieces'][number];
type EnvPieces = Extract<Piece, { kind: 'env' }>;
export type Known = (ns: Ref['ns'], path: readonly (string | number)[]) => boolean;

export function templateOf(source: string, known: Known = () => true): Template {
  const { pieces, whole } = parseTemplate(source);
  const segments = pieces.map((piece) => segmentOf(piece, source, known));
  return { source, whole, segments: segments.filter((segment) => segment.kind !== 'env') };
}

export function mixedOf(source: string): MixedText {
  return { source, segments: parseMixed(source).pieces.map((piece) => segmentOf(piece, source, () => true)) };
}

export function commandOf(source: string): MixedText {
  const { pieces, quoting = [] } = parseCommand(source);
  return { source, segments: pieces.map((piece) => segmentOf(piece, source, () => true)), quoting: [...quoting] };
}

export function envTextOf(source: string): EnvText {
  const segments = parseEnvironment(source).pieces.map((piece) => segmentOf(piece, source, () => true));
  return { source, segments: segments.filter((segment) => segment.kind !== 'ref') };
}

function segmentOf(piece: Piece, source: string, known: Known): MixedText['segments'][number] {
  const start = positionOf(source, piece.start);
  const range = { start, end: positionOf(source, piece.end) };
  switch (piece.kind) {
    case 'text':
      return { kind: 'text', text: piece.text };
    case 'ref': {
      const { ns, path, raw } = piece;
      return { kind: 'ref', raw, range, ref: { ns, path: [...path], known: known(ns, path), type: 'unknown' } };
    }
    case 'env':
      return { kind: 'env', name: piece.name, range, ...defaultOf(piece, source) };
    default:
      return piece satisfies never;
  }
}

function defaultOf(piece: EnvPieces, source: string): { default?: EnvText } {
  if (piece.default === undefined) return {};
  const segments = piece.default.pieces.map((inner) => segmentOf(inner, source, () => true));
  return {
    default: { source: piece.default.source, segments: segments.filter((segment) => segment.kind !== 'ref') },
  };
}

function positionOf(source: string, offset: number): { line: number; column: number; offset: number } {
  const before = source.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1, offset };
}
