import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from '../document.ts';
import { anyText } from '../fixtures/mutations.ts';
import { everything } from '../fixtures/everything.ts';
import type { Chunk } from '../tree.ts';
import { type Trivia, piecesOf } from '../trivia.ts';

const SKIPPABLE = /^(?:[\p{Zs}\p{Zl}\p{Zp}\p{Cc}\p{Cf}\p{Cs}]+|<{7}.*|\|{7}.*|={7}.*|>{7}.*)$/su;

function printed(chunk: Chunk): string {
  let at = 0;
  let text = '';
  for (const piece of piecesOf(chunk)) {
    if (piece.start !== at || piece.end !== at + piece.text.length) throw new Error(`a gap or overlap at ${at}`);
    at = piece.end;
    text += piece.text;
  }
  return text;
}

test('L-CST-01 the file with everything has no diagnostic and prints as it is', () => {
  const document = parse(everything);
  expect(document.diagnostics.map((d) => `${d.code}@${d.range.start.line} ${d.message}`)).toEqual([]);
  expect(document.file.chunks.map(printed).join('')).toBe(everything);
});

test('L-CST-01 L-REC-01 every text parses without exception and prints byte for byte', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { file } = parse(text);
      expect(file.chunks.map(printed).join('')).toBe(text);
      expect(file.chunks.every((chunk, index) => text.startsWith(chunk.text, file.starts[index]))).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('L-CST-01 what lies between tokens and comments is blanks, line ends, the byte order mark or skipped text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const chunk of parse(text).file.chunks) {
        for (const piece of piecesOf(chunk)) {
          const skipped = (piece as Trivia).kind === 'skipped' && !('value' in piece);
          if (skipped && !SKIPPABLE.test(piece.text)) throw new Error(`lost: ${piece.text}`);
        }
      }
    }),
    { numRuns: 300 },
  );
});
