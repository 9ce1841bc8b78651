// Operations made of operations: each step works on the text the one before left, and the sum is one list of edits.
import { type Document, parse } from '../document.ts';
import { applyEdits, type TextEdit } from '../source.ts';
import { EditSum } from './sum.ts';

export type Step = (document: Document) => readonly TextEdit[];

export function sequence(document: Document, steps: readonly Step[]): TextEdit[] {
  const sum = new EditSum(document.text.length);
  let current = document;
  for (const step of steps) {
    const edits = step(current);
    if (edits.length === 0) continue;
    sum.add(edits);
    current = parse(applyEdits(current.text, edits), current);
  }
  return sum.edits();
}
