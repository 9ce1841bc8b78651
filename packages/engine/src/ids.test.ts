import { expect, test } from 'vitest';
import { branchIds, effectId, interactionId, parseEffectId, splitBranchId } from './ids.ts';
import { emptyScope, type BranchState } from './state.ts';

const branch = (id: string, child_ids: { [base: string]: number } = {}): BranchState => ({
  id,
  parent: null,
  fan_out: null,
  path: [],
  stop: null,
  head: null,
  position: { k: 'finished', node: 'x', iteration: 0, attempt: 1, published: false },
  session: null,
  held: [],
  scope: emptyScope(),
  child_ids,
});

test('R-CORE-02 ids of branches: parent, router, target, and a number when taken', () => {
  expect(branchIds(branch('main'), 'r', ['a', 'b', 'a'])).toEqual(['branch_r_a', 'branch_r_b', 'branch_r_a#2']);
  expect(branchIds(branch('branch_r_a#2', { 'branch_r_a#2/branch_q_x': 4 }), 'q', ['x'])).toEqual([
    'branch_r_a#2/branch_q_x#5',
  ]);
  expect(splitBranchId('branch_r_a#2/branch_q_x#5')).toEqual({ base: 'branch_r_a#2/branch_q_x', count: 5 });
  expect(splitBranchId('branch_r_a#2/branch_q_x')).toEqual({ base: 'branch_r_a#2/branch_q_x', count: 1 });
});

test('§1.1 an effect id names branch, node, iteration and attempt', () => {
  const id = effectId('branch_r_ä#2/branch_q_x', 'nö_1', 12, 3);
  expect(parseEffectId(id)).toEqual({ branch: 'branch_r_ä#2/branch_q_x', node: 'nö_1', iteration: 12, attempt: 3 });
  for (const text of ['', 'main:a@1', 'main:a:0', 'a:b:c@d', 'main:a:0@1@2']) expect(parseEffectId(text)).toBeNull();
});

test('R-HUMAN-12 an interaction id is built from run, node, iteration, branch, round, recovery and version', () => {
  const place = { branch: 'main', node: 'h', iteration: 0 };
  expect(interactionId('run', place)).toBe('run_h');
  expect(interactionId('run', { ...place, iteration: 2 })).toBe('run_h_2');
  expect(interactionId('run', place, { round: 1 })).toBe('run_h_q1');
  expect(interactionId('run', place, { recovery: 4 })).toBe('run_h_r4');
  expect(interactionId('run', place, { version: 2 })).toBe('run_h_v2');
  expect(interactionId('run', { ...place, branch: 'branch_a_b' })).toMatch(/^run_h_b[0-9a-f]{6}$/);
});
