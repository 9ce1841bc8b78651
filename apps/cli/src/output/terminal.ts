// The terminal as commands see it: two streams, whether a person watches, and how wide they are. Colour only on a TTY and without
// NO_COLOR (R-CLI-04).
import type { Readable } from 'node:stream';

export type Colour = 'dim' | 'bold' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan';
const CODES: { readonly [K in Colour]: readonly [number, number] } = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
};

export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  /** A person sits at both ends. */
  readonly interactive: boolean;
  /** stdout is a terminal: a line may be rewritten. */
  readonly live: boolean;
  readonly columns: number;
  /** Writes to stdout; the text may carry colour of ours. */
  out(text: string): void;
  err(text: string): void;
  /** Colours a text for stdout. */
  paint(colour: Colour, text: string): string;
  paintError(colour: Colour, text: string): string;
}

interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Lines that no terminal shows may be long. */
const WITHOUT_TERMINAL = 200;
/** A terminal that does not say how wide it is. */
const NARROW = 80;

export function terminalOf(
  streams: { readonly stdin: Terminal['input']; readonly stdout: OutputStream; readonly stderr: OutputStream },
  env: Readonly<Record<string, string | undefined>>,
): Terminal {
  const { stdin, stdout, stderr } = streams;
  const plain = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  const painter = (stream: OutputStream) => (colour: Colour, text: string) => {
    const [on, off] = CODES[colour];
    return plain || stream.isTTY !== true || text === '' ? text : `\x1b[${on}m${text}\x1b[${off}m`;
  };
  return {
    input: stdin,
    interactive: stdin.isTTY === true && stdout.isTTY === true,
    live: stdout.isTTY === true && env['TERM'] !== 'dumb',
    columns: stdout.isTTY === true ? stdout.columns || NARROW : WITHOUT_TERMINAL,
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    paint: painter(stdout),
    paintError: painter(stderr),
  };
}
