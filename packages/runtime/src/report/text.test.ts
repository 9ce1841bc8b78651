import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cost, oneLine, tokens, visible } from '../text.ts';

// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

const character = fc.integer({ min: 0, max: 0x2100 }).map((point) => String.fromCodePoint(point));
test('R-CLI-04 no control or direction character of data reaches the terminal; line ends and tabs do', () => {
  expect(visible('a\u001b[31mb\r\u0007\u202e\n\tc')).toBe('a␛[31mb␍␇\\u{202e}\n\tc');
  fc.assert(
    fc.property(fc.string({ unit: character }), fc.integer({ min: 1, max: 40 }), (text, width) => {
      expect(visible(text)).not.toMatch(CONTROL);
      const line = oneLine(text, width);
      expect(line).not.toMatch(/[\n\r]/);
      expect(line.length).toBeLessThanOrEqual(width);
    }),
  );
});

test('R-BUDGET-10 a cost that is not complete is a lower bound', () => {
  expect([cost(0, false), cost(0.000123, false), cost(0.0412, false), cost(12.345, true)]).toEqual([
    '$0.00',
    '$0.00012',
    '$0.041',
    'at least $12.35',
  ]);
  expect([tokens(1), tokens(12_345)]).toEqual(['1 token', '12,345 tokens']);
});
