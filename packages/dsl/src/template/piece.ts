// The pieces a text falls into: plain text, references to values, references to the environment.
import type { EnvPiece, TextPiece } from './environment.ts';
import type { RefPiece } from './reference.ts';

export type Piece = TextPiece | RefPiece | EnvPiece;
