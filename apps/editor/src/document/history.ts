// The undo stack of one file over text, layout and selection (E-UNDO-01). A step holds what changed and how to change it back;
// nothing here touches a document. Invariants:
// 1. Applying `inverse` to the text after a step gives the exact text before it, and `changes` the other way round.
// 2. Steps beyond `index` are the redo branch; recording drops it.
// 3. At most `maxSteps` steps and `maxBytes` of text; the oldest go first (E-UNDO-08).
import type { TextEdit } from '@iterion/dsl';
import type { Direction, GroupLook, ItemId, Position, Selection, Spacing } from './items.ts';

export type StepOrigin = 'canvas' | 'form' | 'source' | 'fix' | 'paste' | 'disk' | 'merge' | 'layout';

/** A change of the layout: only what differs; null removes. */
export interface LayoutPatch {
  readonly positions?: Readonly<Record<ItemId, Position | null>>;
  readonly groups?: Readonly<Record<ItemId, GroupLook | null>>;
  readonly direction?: Direction;
  readonly spacing?: Spacing;
}

export interface Step {
  readonly id: number;
  /** Names things: "Set model of verdict", "Move 3 nodes" (E-UNDO-07). */
  readonly label: string;
  readonly origin: StepOrigin;
  /** Milliseconds since the epoch of the newest change in the step. */
  readonly time: number;
  /** Lists of edits, each on the result of the one before. */
  readonly changes: readonly (readonly TextEdit[])[];
  readonly inverse: readonly (readonly TextEdit[])[];
  readonly layoutBefore: LayoutPatch;
  readonly layoutAfter: LayoutPatch;
  readonly selectionBefore: Selection;
  readonly selectionAfter: Selection;
  /** Steps with the same key that follow each other within the pause are one step (E-UNDO-04). */
  readonly coalesce?: string;
}

export interface History {
  readonly steps: readonly Step[];
  /** How many steps are in effect. */
  readonly index: number;
  /** The index at which the text is what is on disk; null when that point is gone. */
  readonly savedIndex: number | null;
  /** False once something happened that ends the present step: a save, a caret jump, a focus change. */
  readonly open: boolean;
  readonly nextId: number;
}

export const maxSteps = 1000;
export const maxBytes = 32 * 1024 * 1024;
/** Typing pauses shorter than this stay in one step (E-UNDO-04). */
export const coalescePauseMs = 600;

export function emptyHistory(saved: boolean): History {
  return { steps: [], index: 0, savedIndex: saved ? 0 : null, open: false, nextId: 1 };
}

/** Adds a step, or joins it to the last one when both carry the same key and follow each other closely. */
export function record(history: History, step: Omit<Step, 'id'>): History {
  const kept = history.steps.slice(0, history.index);
  const savedIndex = history.savedIndex !== null && history.savedIndex > history.index ? null : history.savedIndex;
  const last = kept.at(-1);
  if (last && history.open && joins(last, step) && savedIndex !== history.index) {
    kept[kept.length - 1] = join(last, step);
    return { ...history, steps: kept, savedIndex, open: true };
  }
  kept.push({ ...step, id: history.nextId });
  const dropped = overflow(kept);
  return {
    steps: dropped > 0 ? kept.slice(dropped) : kept,
    index: kept.length - dropped,
    savedIndex: savedIndex === null || savedIndex < dropped ? null : savedIndex - dropped,
    open: true,
    nextId: history.nextId + 1,
  };
}

/** Ends the present step: what follows is a step of its own. */
export function seal(history: History): History {
  return history.open ? { ...history, open: false } : history;
}

/** Marks the present position as the one on disk; the stack stays (E-UNDO-06). */
export function markSaved(history: History): History {
  return { ...history, savedIndex: history.index, open: false };
}

export function stepToUndo(history: History): Step | undefined {
  return history.steps[history.index - 1];
}
export function stepToRedo(history: History): Step | undefined {
  return history.steps[history.index];
}
/** The history after `by` steps were undone (negative) or redone. */
export function moved(history: History, by: number): History {
  return { ...history, index: Math.max(0, Math.min(history.steps.length, history.index + by)), open: false };
}

function joins(last: Step, next: Omit<Step, 'id'>): boolean {
  return last.coalesce !== undefined && last.coalesce === next.coalesce && next.time - last.time < coalescePauseMs;
}

function join(last: Step, next: Omit<Step, 'id'>): Step {
  return {
    ...last,
    label: next.label,
    time: next.time,
    changes: [...last.changes, ...next.changes],
    inverse: [...next.inverse, ...last.inverse],
    layoutBefore: joinPatches(next.layoutBefore, last.layoutBefore),
    layoutAfter: joinPatches(last.layoutAfter, next.layoutAfter),
    selectionAfter: next.selectionAfter,
  };
}

/** `first` then `second`: what `second` names wins. */
function joinPatches(first: LayoutPatch, second: LayoutPatch): LayoutPatch {
  return {
    ...first,
    ...second,
    ...(first.positions || second.positions ? { positions: { ...first.positions, ...second.positions } } : {}),
    ...(first.groups || second.groups ? { groups: { ...first.groups, ...second.groups } } : {}),
  };
}

function overflow(steps: readonly Step[]): number {
  let drop = Math.max(0, steps.length - maxSteps);
  let bytes = 0;
  for (let i = steps.length - 1; i >= drop; i--) {
    bytes += size(steps[i] as Step); // in range by the loop's bounds
    if (bytes > maxBytes && i < steps.length - 1) drop = i + 1;
  }
  return drop;
}

function size(step: Step): number {
  let units = 0;
  for (const edits of step.changes) for (const edit of edits) units += edit.newText.length;
  for (const edits of step.inverse) for (const edit of edits) units += edit.newText.length;
  return units * 2;
}
