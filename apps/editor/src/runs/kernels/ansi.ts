// Output of commands with its colours (E-RUN-24): SGR sequences become spans, every other control sequence is dropped. Pure; text stays text.
export interface AnsiSpan {
  readonly text: string;
  readonly colour?: 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan';
  readonly bold?: true;
  readonly dim?: true;
}

const COLOURS = { 1: 'red', 2: 'green', 3: 'yellow', 4: 'blue', 5: 'magenta', 6: 'cyan' } as const;
const SEQUENCE =
  // eslint-disable-next-line no-control-regex -- that is what it looks for
  /\u001b\[([0-9;:?]*)([@-~])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[@-Z\\-_]|[\u0000-\u0008\u000b-\u001f\u007f]/g;

export function ansiSpans(text: string): readonly AnsiSpan[] {
  const spans: AnsiSpan[] = [];
  let look: Omit<AnsiSpan, 'text'> = {};
  let at = 0;
  const push = (to: number): void => {
    const part = text.slice(at, to);
    const last = spans.at(-1);
    if (part === '') return;
    if (last !== undefined && last.colour === look.colour && last.bold === look.bold && last.dim === look.dim)
      spans[spans.length - 1] = { ...last, text: last.text + part };
    else spans.push({ text: part, ...look });
  };
  for (const found of text.matchAll(SEQUENCE)) {
    push(found.index);
    at = found.index + found[0].length;
    if (found[2] === 'm') look = changed(look, (found[1] ?? '').split(';').map(Number));
  }
  push(text.length);
  return spans;
}

function changed(look: Omit<AnsiSpan, 'text'>, codes: readonly number[]): Omit<AnsiSpan, 'text'> {
  let next = look;
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    if (code === 0) next = {};
    else if (code === 1) next = { ...next, bold: true };
    else if (code === 2) next = { ...next, dim: true };
    else if (code === 22) {
      const { bold: _, dim: __, ...rest } = next;
      next = rest;
    } else if (code === 38 || code === 48) index += codes[index + 1] === 5 ? 2 : 4;
    else if (code === 39 || code === 30 || code === 37 || code === 97) {
      const { colour: _, ...rest } = next;
      next = rest;
    } else if (code === 90) next = { ...next, dim: true };
    else {
      const colour = COLOURS[(code >= 90 ? code - 90 : code - 30) as keyof typeof COLOURS];
      if (colour !== undefined) next = { ...next, colour };
    }
  }
  return next;
}
