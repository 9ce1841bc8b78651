import { applyEdits } from '@iterion/dsl';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortedEdits } from './edits.fixture.ts';
import { blocksAround, trackSpan } from './rangeTracking.ts';

test('E-DOC-07 a block is followed through edits inside, before and behind it', () => {
  const span = { start: 10, end: 20 };
  expect(trackSpan(span, [{ start: 0, end: 0, newText: 'ab' }])).toEqual({ start: 12, end: 22 });
  expect(trackSpan(span, [{ start: 12, end: 14, newText: '' }])).toEqual({ start: 10, end: 18 });
  expect(trackSpan(span, [{ start: 20, end: 20, newText: 'later' }])).toEqual(span);
});

test('E-DOC-07 a block whose text was deleted or replaced as a whole is gone', () => {
  expect(trackSpan({ start: 10, end: 20 }, [{ start: 5, end: 25, newText: '' }])).toBeNull();
  expect(trackSpan({ start: 10, end: 20 }, [{ start: 10, end: 20, newText: 'other' }])).toBeNull();
});

test('E-DOC-07 what lies outside all edits is found again where it was moved to', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 60 }),
      fc.nat(),
      fc.nat(),
      fc.infiniteStream(fc.nat()),
      (text, a, b, numbers) => {
        const start = a % text.length;
        const end = start + 1 + (b % (text.length - start));
        const edits = sortedEdits(text, numbers).filter((edit) => edit.end < start || edit.start > end);
        const moved = trackSpan({ start, end }, edits);
        expect(moved && applyEdits(text, edits).slice(moved.start, moved.end)).toBe(text.slice(start, end));
      },
    ),
  );
});

test('E-DOC-07 an error makes its whole top-level block doubtful, comments included', () => {
  const text = 'agent a:\n  x: 1\n# note\n  y: 2\nagent b:\n  z: 3\n';
  const at = text.indexOf('y: 2');
  expect(blocksAround(text, [{ start: at, end: at + 1 }])).toEqual([{ start: 0, end: text.indexOf('agent b') }]);
});
