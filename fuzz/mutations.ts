// Texts for the fuzzer: real files of the project, broken in the ways in which people, merges and tools break them, and mixtures of
// the pieces the language is made of.
import type { Random } from './random.ts';

/** Pieces of the language and of what comes near it. */
const PIECES = [
  '"',
  "'",
  '`',
  '[',
  ']',
  '{',
  '}',
  '(',
  ')',
  ':',
  '->',
  ',',
  '#',
  '##',
  '|',
  '|-',
  '|+',
  '>',
  '\\',
  '\\"',
  '-',
  '=',
  '.',
  '..',
  '*',
  '$',
  '${A',
  '${A:-',
  '}',
  ' ',
  '  ',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\n\n',
  '\0',
  '\ufeff',
  '\u00a0',
  '\u2028',
  '\ud800',
  '\udc00',
  '😀',
  'é',
  'e\u0301',
  'when',
  'when not ok',
  'as',
  'as l(3)',
  'with',
  'with { a: 1 }',
  'not',
  'enum',
  '[enum: "a"]',
  'string[]',
  '0',
  '-1',
  '1e5',
  '1e999',
  '9007199254740993',
  '30m',
  '.5',
  '5.',
  'true',
  'null',
  '{{',
  '}}',
  '{{vars.',
  '{{outputs.a.history}}',
  '{{!',
  '%',
  '/',
  '==',
  '&&',
  '||',
  '??',
  '!',
  '\u0007',
  'agent',
  'workflow',
  'prompt',
  'done',
  'fail',
  '<<<<<<< a',
  '=======',
  '>>>>>>> b',
  '## ---',
  '## strict-escape: on',
  '## ignore C016',
  '## @group g: a, b',
  '{"a": [1, {"b": null}]}',
] as const;

/** Whole lines that fit somewhere. */
const LINES = [
  'agent a:',
  'judge j:',
  'router r:',
  '  mode: fan_out_all',
  'prompt p:',
  '  Some {{input.x}} text',
  'schema s:',
  '  ok: bool',
  'workflow w:',
  '  entry: a',
  '  a -> b',
  '  a -> b when ok as l(2) with { x: "1", y: [1] }',
  '    when not ok',
  '  x: "open',
  '  command: |',
  '    text',
  '  tools: [a, b',
  '  ]',
  'vars:',
  '  v: string[] = ["a",',
  '  budget:',
  '    max_tokens: 5',
  '  readonly: true publish: p',
  '# c',
  '  # c',
  '',
  '   ',
  '\tmodel: "m"',
] as const;

/** Few changes are more likely than many, so that a good part of the texts can still be read. */
const MAX_CHANGES = 7;

export function mutated(random: Random, corpus: readonly string[]): string {
  if (random.chance(0.08)) return mixture(random);
  let text = random.of(corpus);
  for (let left = Math.min(random.below(MAX_CHANGES), random.below(MAX_CHANGES)); left > 0; left--)
    text = changed(text, random, corpus);
  if (random.chance(0.15)) text = text.replace(/\r?\n/g, '\r\n');
  return text;
}

function mixture(random: Random): string {
  const glue = random.of(['\n', '', ' ', '\r\n', '\n  ', '\n    ']);
  return Array.from({ length: random.below(30) }, () =>
    random.chance(0.5) ? random.of(LINES) : random.of(PIECES),
  ).join(glue);
}

function changed(text: string, random: Random, corpus: readonly string[]): string {
  const at = random.below(text.length + 1);
  const lines = text.split('\n');
  const row = random.below(lines.length);
  switch (random.below(13)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + random.below(12));
    case 1:
    case 2:
      return text.slice(0, at) + random.of(PIECES) + text.slice(at);
    case 3:
      return lines.toSpliced(row, 0, lines[random.below(lines.length)] ?? '').join('\n');
    case 4:
      return lines.toSpliced(row, 1 + random.below(3)).join('\n');
    case 5:
      return lines.toSpliced(row, 0, random.of(LINES)).join('\n');
    case 6:
      return text.slice(0, at);
    case 7:
      return lines.toSpliced(row, 2, lines[row + 1] ?? '', lines[row] ?? '').join('\n');
    case 8:
      return lines.toSpliced(row, 1, ' '.repeat(random.below(7)) + (lines[row] ?? '').trimStart()).join('\n');
    case 9: {
      // One character becomes another one.
      const piece = random.of(PIECES);
      return text.slice(0, at) + piece + text.slice(at + piece.length);
    }
    case 10: {
      // A part of another file.
      const other = random.of(corpus).split('\n');
      const from = random.below(other.length);
      return lines.toSpliced(row, 0, ...other.slice(from, from + 1 + random.below(6))).join('\n');
    }
    case 11:
      return lines.toSpliced(row, 1, (lines[row] ?? '') + random.of(PIECES)).join('\n');
    default:
      return lines
        .toSpliced(row, 1, `${(lines[row] ?? '').trimEnd()} ${(lines[row + 1] ?? '').trimStart()}`)
        .join('\n');
  }
}
