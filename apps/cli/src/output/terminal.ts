// The terminal as commands see it: two streams, whether a person watches, and how wide they are. Colour only on a TTY and without
// NO_COLOR; control sequences in data are made visible (R-CLI-04).
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

/** A text of the run's data as it may be printed: line ends and tabs stay, every other control and direction character is spelled out. */
export function visible(text: string): string {
  return text.replace(UNSAFE, (character) => {
    if (character === '\r') return '␍';
    const point = character.codePointAt(0) ?? 0;
    if (point === 0x1b) return '␛';
    return point < 0x20 ? String.fromCodePoint(0x2400 + point) : `\\u{${point.toString(16)}}`;
  });
}
// eslint-disable-next-line no-control-regex -- that is what it looks for
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** One line of a text, cut to a width. */
export function oneLine(text: string, width: number): string {
  const line = visible(text)
    .replace(/\s*[\n\t]\s*/g, ' ⏎ ')
    .trim();
  return line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`;
}
