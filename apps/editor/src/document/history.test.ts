import { expect, test } from 'vitest';
import {
  type History,
  type Step,
  coalescePauseMs,
  emptyHistory,
  markSaved,
  maxBytes,
  maxSteps,
  moved,
  record,
  seal,
  stepToRedo,
  stepToUndo,
} from './history.ts';
import { emptySelection } from './model.ts';

function step(label: string, time: number, coalesce?: string, newText = 'x'): Omit<Step, 'id'> {
  return {
    label,
    origin: 'source',
    time,
    changes: [[{ start: 0, end: 0, newText }]],
    inverse: [[{ start: 0, end: newText.length, newText: '' }]],
    layoutBefore: {},
    layoutAfter: {},
    selectionBefore: emptySelection,
    selectionAfter: emptySelection,
    ...(coalesce === undefined ? {} : { coalesce }),
  };
}
const labels = (history: History): string[] => history.steps.map((item) => item.label);

test('E-UNDO-04 typing with short pauses is one step, a longer pause begins another', () => {
  let history = emptyHistory(true);
  history = record(history, step('a', 0, 'field'));
  history = record(history, step('b', coalescePauseMs - 1, 'field'));
  expect(labels(history)).toEqual(['b']);
  expect(history.steps[0]?.changes).toHaveLength(2);
  history = record(history, step('c', 2 * coalescePauseMs, 'field'));
  expect(labels(history)).toEqual(['b', 'c']);
});

test('E-UNDO-04 another field, a sealed step and a command each begin a step of their own', () => {
  let history = record(emptyHistory(true), step('a', 0, 'one'));
  history = record(history, step('b', 1, 'two'));
  history = record(seal(history), step('c', 2, 'two'));
  history = record(history, step('d', 3));
  history = record(history, step('e', 4));
  expect(labels(history)).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('E-UNDO-04 a save closes the step: later typing does not change what the saved mark stands for', () => {
  let history = markSaved(record(emptyHistory(true), step('a', 0, 'field')));
  history = record(history, step('b', 1, 'field'));
  expect(labels(history)).toEqual(['a', 'b']);
  expect(history.savedIndex).toBe(1);
});

test('E-UNDO-06 the saved mark goes when its branch is dropped and stays otherwise', () => {
  const saved = markSaved(record(record(emptyHistory(true), step('a', 0)), step('b', 1)));
  expect(record(moved(saved, -1), step('c', 2)).savedIndex).toBeNull();
  expect(record(saved, step('c', 2)).savedIndex).toBe(2);
});

test('E-UNDO-02 recording drops the steps that were undone', () => {
  const history = moved(record(record(emptyHistory(true), step('a', 0)), step('b', 1)), -1);
  expect(stepToRedo(history)?.label).toBe('b');
  const next = record(history, step('c', 2));
  expect(labels(next)).toEqual(['a', 'c']);
  expect(stepToRedo(next)).toBeUndefined();
  expect(stepToUndo(next)?.label).toBe('c');
});

test('E-UNDO-08 the oldest steps go first, by number and by size', () => {
  let history = emptyHistory(true);
  for (let n = 0; n < maxSteps + 5; n++) history = record(history, step(String(n), n));
  expect(history.steps).toHaveLength(maxSteps);
  expect(stepToUndo(history)?.label).toBe(String(maxSteps + 4));
  expect(history.savedIndex).toBeNull();

  const big = 'x'.repeat(maxBytes / 4 + 1);
  let heavy = record(emptyHistory(true), step('first', 0, undefined, big));
  heavy = record(heavy, step('second', 1, undefined, big));
  expect(labels(heavy)).toEqual(['second']);
});
