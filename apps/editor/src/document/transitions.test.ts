import type { TextEdit } from '@iterion/dsl';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortedEdits } from './edits.fixture.ts';
import { compileDocument, linkDocument, parseText } from './language.ts';
import { isDirty, isValid } from './model.ts';
import { idOf } from './projection.ts';
import {
  type Tracked,
  analysed,
  changed,
  opened,
  redone,
  saved,
  selected,
  undone,
  withFindings,
  withGraph,
} from './transitions.ts';

const source =
  '\uFEFFagent a:\r\n  model: "m"\n\nagent b:\n  model: "m"\n\nworkflow w:\n  entry: a\n  a -> b\n  b -> done\n';
const open = (text = source): Tracked => opened({ id: 'f', path: 'f.iter', title: 'f.iter', text, hash: 'sha256-0' });
const type = (document: Tracked, edits: readonly TextEdit[], now = 0, coalesce?: string): Tracked =>
  changed(document, edits, { label: 'Type', origin: 'source', now, ...(coalesce ? { coalesce } : {}) });

test('E-DOC-06 opening changes nothing and the file is clean', () => {
  const document = open('not a workflow at all \u0000 }}{{');
  expect(document.text).toBe('not a workflow at all \u0000 }}{{');
  expect(isDirty(document)).toBe(false);
  expect(undone(document)).toBe(document);
});

test('E-UNDO-02 any edits, undone completely, give the original bytes; redone, the final ones', () => {
  fc.assert(
    fc.property(
      fc.infiniteStream(fc.nat()),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }),
      (numbers, joins) => {
        let document = open();
        joins.forEach((join, index) => {
          document = type(document, sortedEdits(document.text, numbers), index * (join ? 10 : 10_000), 'key');
        });
        const final = document.text;
        while (document.history.index > 0) document = undone(document);
        expect(document.text).toBe(source);
        expect(isDirty(document)).toBe(false);
        while (document.history.index < document.history.steps.length) document = redone(document);
        expect(document.text).toBe(final);
      },
    ),
    { numRuns: 60 },
  );
});

test('E-UNDO-01 one step over text, layout and selection goes back as one', () => {
  const before = selected(open(), ['node:a']);
  const edit = {
    start: before.text.indexOf('  b -> done'),
    end: before.text.indexOf('  b -> done'),
    newText: '  a -> done\n',
  };
  const document = changed(before, [edit], { label: 'Connect', origin: 'canvas', now: 0 }, (after) => ({
    layout: { positions: { 'node:a': { x: 8, y: 16, pin: true } }, direction: 'right' },
    selection: { items: [idOf(after.projection, 'edge', 'a->done') ?? 'edge:'], primary: null },
  }));
  expect(document.positions['node:a']).toEqual({ x: 8, y: 16, pin: true });
  expect(document.direction).toBe('right');
  expect(document.selection.items).toEqual(['edge:a->done']);
  expect(document.history.steps).toHaveLength(1);
  const back = undone(document);
  expect(back.text).toBe(before.text);
  expect(back.positions).toEqual({});
  expect(back.direction).toBe('down');
  expect(back.selection.items).toEqual(['node:a']);
  expect(redone(back).positions['node:a']).toEqual({ x: 8, y: 16, pin: true });
});

test('E-UNDO-06 after undoing everything the file is clean again, also after a save in between', () => {
  let document = type(open(), [{ start: 0, end: 0, newText: '## x\n' }]);
  expect(isDirty(document)).toBe(true);
  document = saved(document, document.text, 'sha256-1');
  expect(isDirty(document)).toBe(false);
  expect(document.history.savedIndex).toBe(1);
  document = undone(document);
  expect(isDirty(document)).toBe(true);
  expect(isDirty(redone(document))).toBe(false);
});

test('E-FILE-02 edits made while saving stay dirty', () => {
  const sent = type(open(), [{ start: 0, end: 0, newText: '## x\n' }]);
  const meanwhile = type(sent, [{ start: 0, end: 0, newText: '## y\n' }]);
  const document = saved(meanwhile, sent.text, 'sha256-1');
  expect(isDirty(document)).toBe(true);
  expect(document.baseHash).toBe('sha256-1');
});

test('E-LAYOUT-10 moving a node does not make the text dirty', () => {
  const document = changed(open(), [], { label: 'Move a', origin: 'layout', now: 0 }, () => ({
    layout: { positions: { 'node:a': { x: 1, y: 2 } } },
  }));
  expect(isDirty(document)).toBe(false);
  expect(document.history.steps.map((step) => step.label)).toEqual(['Move a']);
});

test('E-SRC-02 deferred analysis leaves the derived parts at their version, then catches up', () => {
  const before = open();
  const typed = changed(
    before,
    [{ start: before.text.length, end: before.text.length, newText: '\nagent c:\n  model: "m"\n' }],
    {
      label: 'Type',
      origin: 'source',
      now: 0,
      defer: true,
    },
  );
  expect(typed.projection).toBe(before.projection);
  expect(typed.analysedVersion).toBe(before.version);
  const done = analysed(typed);
  expect(done.analysedVersion).toBe(done.version);
  expect(idOf(done.projection, 'node', 'c')).toBe('node:c');
});

test('E-CANVAS-01 selection loses what vanished and keeps the rest', () => {
  const document = selected(open(), ['node:a', 'node:b'], 'node:b');
  const start = document.text.indexOf('agent b:');
  const next = type(document, [{ start, end: document.text.indexOf('workflow'), newText: '' }]);
  expect(next.selection.items).toContain('node:a');
  // `b` is still named by edges, so it is still an item, as an undeclared one.
  expect(next.projection.items.get('node:b')).toMatchObject({ kind: 'missing' });
});

test('E-DOC-15 graph first and findings after come to the same as all at once; what was found before moves along meanwhile', () => {
  const before = open(source.replace('a -> b\n', 'a -> x\n'));
  const edits: TextEdit[] = [{ start: 1, end: 1, newText: '## first\r\n' }];
  const typed = changed(before, edits, { label: 'Type', origin: 'source', now: 0, defer: true });
  const syntax = parseText(typed.text);
  const whole = compileDocument(syntax);
  const linked = withGraph(typed, linkDocument(syntax), typed.version, false);
  expect(linked.analysedVersion).toBe(typed.version);
  expect(isValid(linked)).toBe(false);
  const places = ({ diagnostics }: Tracked): string[] =>
    diagnostics.map(({ code, range }) => `${code} ${range.start.line} ${range.start.offset}`);
  expect(places(linked)).toEqual(places(analysed(typed)));
  const done = withFindings(linked, whole.diagnostics, typed.version);
  expect(done.checkedVersion).toBe(typed.version);
  expect(done.diagnostics).toEqual(analysed(typed).diagnostics);
  expect(done.projection.problems).toEqual(analysed(typed).projection.problems);
  expect(done.projection.nodes).toEqual(analysed(typed).projection.nodes);
  // What comes for an older text is dropped.
  expect(withFindings(done, [], typed.version - 1)).toBe(done);
  expect(withGraph(done, whole, typed.version - 1, true)).toBe(done);
});
