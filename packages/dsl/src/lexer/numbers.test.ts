import { expect, test } from 'vitest';
import { codes, literal } from '../fixtures/reading.ts';

const report = (written: string): string[] => codes(`vars:\n  v: json = ${written}\n`);

test.each([
  ['0', 0],
  ['-12', -12],
  ['1.5', 1.5],
  ['1e-3', 0.001],
  ['-2.5E+2', -250],
  ['9007199254740991', 9007199254740991],
])('L-LEX-23 %s is a number', (written, value) => {
  expect(report(written)).toEqual([]);
  expect(literal(written)).toBe(value);
});

test.each(['.5', '+1', '0x1F', '1_000', '1.', '30m', '1e', '--1', '-'])('L-LEX-23 %s is none: E002', (written) => {
  expect(report(written)).toEqual(['E002@2']);
});

test('L-LEX-23 L-LIM-07 integers beyond 2^53-1 report E020, also inside JSON', () => {
  expect(report('9007199254740992')).toEqual(['E020@2']);
  expect(report('-9007199254740992')).toEqual(['E020@2']);
  expect(report('[9007199254740992]')).toEqual(['E020@2']);
});

test('L-LEX-24 booleans and null are words', () => {
  expect([literal('true'), literal('false'), literal('null')]).toEqual([true, false, null]);
  expect(codes('agent a:\n  readonly: yes\n')).toEqual(['E020@2']);
  expect(codes('agent a:\n  readonly: "true"\n')).toEqual(['E020@2']);
});

test('L-LEX-26 a bare duration reports E002 with a fix that quotes it', () => {
  expect(codes('workflow w:\n  budget:\n    max_duration: 30m\n')).toEqual(['E002@3']);
});
