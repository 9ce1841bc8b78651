import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { listOfText, textOfList } from './listText.ts';
import { numberOf, stepped } from './NumberControl.tsx';

test('E-INSP-03 a list is one element a line, however many are pasted; JSON where that would change it', () => {
  expect(textOfList(['-y', 'a b'])).toBe('-y\na b');
  expect(listOfText('one\ntwo\n\nthree\n')).toEqual(['one', 'two', 'three']);
  expect(textOfList(['a\nb'])).toBe('["a\\nb"]');
  expect(listOfText('["a')).toContain('This is not JSON yet');
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom('', '["', '["a"]', 'a\nb', ' x')), { minLength: 1 }),
      (list) => {
        expect(listOfText(textOfList(list))).toEqual(list);
      },
    ),
  );
});

test('E-INSP-03 E-INSP-05 a number says why it is none, keeps to its range and steps within it', () => {
  expect(numberOf('12', { kind: 'int', min: 0 })).toBe(12);
  expect(numberOf('12.', { kind: 'int', min: 0 })).toBe('This is not a number yet');
  expect(numberOf('1.5', { kind: 'int', min: 0 })).toBe('A whole number is needed');
  expect(numberOf('-1', { kind: 'int', min: 0 })).toBe('At least 0');
  expect(numberOf('2', { kind: 'number', min: 0, max: 1 })).toBe('At most 1');
  expect(stepped(3.5, 1, { kind: 'number', min: 0 })).toBe('4.5');
  expect(stepped(0.85, 1, { kind: 'number', min: 0, max: 1 })).toBe('0.9');
  expect(stepped(0, -1, { kind: 'int', min: 0 })).toBe('0');
});
