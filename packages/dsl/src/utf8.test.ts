import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from './document.ts';
import { decodeUtf8 } from './utf8.ts';

test('L-LEX-01 decoding agrees with the Encoding Standard for every byte sequence', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 30 }).map((text) => new TextEncoder().encode(text)),
    fc
      .array(fc.constantFrom(0x41, 0x80, 0xbf, 0xc2, 0xe0, 0xa0, 0xed, 0x9f, 0xef, 0xbb, 0xf0, 0x90, 0xf4, 0x8f, 0xff))
      .map((list) => Uint8Array.from(list)),
  );
  const standard = new TextDecoder('utf-8', { ignoreBOM: true });
  fc.assert(
    fc.property(bytes, (input) => {
      const { text, illFormed } = decodeUtf8(input);
      expect(text).toBe(standard.decode(input));
      expect(illFormed.every((at) => text.charAt(at) === '\ufffd')).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('L-LEX-01 a well-formed text has no ill-formed places, even where it holds U+FFFD itself', () => {
  expect(decodeUtf8(new TextEncoder().encode('a\ufffdé😀')).illFormed).toEqual([]);
  const long = 'é'.repeat(100_000);
  expect(decodeUtf8(new TextEncoder().encode(long)).text).toBe(long);
});

test('L-LEX-01 an ill-formed sequence reports E005', () => {
  const { text, illFormed } = decodeUtf8(Uint8Array.from([0x23, 0x20, 0xff, 0x0a]));
  const document = parse(text, undefined, { illFormed });
  expect(document.diagnostics.map(({ code, range }) => [code, range.start.offset])).toEqual([['E005', 2]]);
  expect(document.illFormed).toEqual([2]);
});
