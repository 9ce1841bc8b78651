import { afterEach, expect, test, vi } from 'vitest';
import { idOf, isSyntaxError } from './projection.ts';
import { flushAnalysis, setStrict, whenAnalysed } from './analysis.ts';
import {
  applyOperation,
  applyTextEdits,
  closeDocument,
  getActiveDocument,
  getDocument,
  openText,
  redo,
  select,
  undo,
  useDocuments,
} from './store.ts';

const source = 'agent a:\n  model: "m"\n\nworkflow w:\n  default_backend: "claw"\n  entry: a\n  a -> done\n';
const open = (): string => openText({ path: 'f.iter', title: 'f.iter', text: source, hash: 'sha256-0' });

afterEach(() => {
  useDocuments.setState({ documents: {}, order: [], active: null });
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('E-DOC-02 an operation is one step with its position and selection, named as it is afterwards', () => {
  const id = open();
  const result = applyOperation(
    id,
    { op: 'addDeclaration', kind: 'agent', name: 'b', props: { model: 'm' } },
    'Add agent b',
    { positions: { b: { x: 8, y: 16 } }, select: ['node:b'] },
  );
  expect(result.ok).toBe(true);
  const document = getDocument(id);
  const item = document && idOf(document.projection, 'node', 'b');
  expect(item).toBe('node:b');
  expect(document?.positions['node:b']).toEqual({ x: 8, y: 16 });
  expect(document?.selection.items).toEqual(['node:b']);
  expect(document?.history.steps.map((step) => step.label)).toEqual(['Add agent b']);
  expect(undo(id)).toBe('Add agent b');
  expect(getDocument(id)?.text).toBe(source);
  expect(getDocument(id)?.positions).toEqual({});
  expect(redo(id)).toBe('Add agent b');
});

test('E-DOC-02 a refusal changes nothing and says why', () => {
  const id = open();
  const before = getDocument(id);
  const result = applyOperation(id, { op: 'addDeclaration', kind: 'agent', name: 'a' }, 'Add agent a');
  expect(result).toMatchObject({ ok: false, refusal: { code: 'EDIT_NAME_TAKEN' } });
  expect(getDocument(id)).toBe(before);
});

test('E-UNDO-04 typing in a field is one step', () => {
  const id = open();
  const target = { space: 'node', name: 'a', path: ['model'] } as const;
  for (const value of ['mo', 'mod', 'mode', 'model']) {
    applyOperation(id, { op: 'setProperty', target, value }, 'Set model of a', { coalesce: 'a.model', origin: 'form' });
  }
  expect(getDocument(id)?.text).toContain('model: "model"');
  expect(getDocument(id)?.history.steps).toHaveLength(1);
  undo(id);
  expect(getDocument(id)?.text).toBe(source);
});

test('E-SRC-02 what is typed in the source reaches the graph after the pause, or at once when somebody needs it', async () => {
  vi.useFakeTimers();
  const id = open();
  const typed = '\nagent c:\n  model: "m"\n';
  applyTextEdits(id, [{ start: source.length, end: source.length, newText: typed }], {
    label: 'Type',
    origin: 'source',
  });
  const known = (): boolean => getDocument(id)?.projection.items.has('node:c') ?? false;
  expect(known()).toBe(false);
  const analysed = whenAnalysed(id);
  vi.advanceTimersByTime(150);
  expect(known()).toBe(true);
  await expect(analysed).resolves.toBe(true);
  applyTextEdits(id, [{ start: 0, end: 0, newText: '## x\n' }], { label: 'Type', origin: 'source' });
  flushAnalysis(id);
  expect(getDocument(id)?.analysedVersion).toBe(getDocument(id)?.version);
});

test('E-SRC-02 with the next frame when it reads well, after the pause while it has syntax errors', () => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', (then: () => void) => setTimeout(then, 16));
  const id = open();
  const type = (newText: string): void => {
    const end = getDocument(id)?.text.length ?? 0;
    applyTextEdits(id, [{ start: end, end, newText }], { label: 'Type', origin: 'source' });
  };
  type('\nagent c:\n  model: "m"\n');
  vi.advanceTimersByTime(20);
  expect(getDocument(id)?.projection.items.has('node:c')).toBe(true);
  const before = getDocument(id)?.projection;
  type('  model "');
  vi.advanceTimersByTime(20);
  expect(getDocument(id)?.projection).toBe(before);
  vi.advanceTimersByTime(100);
  expect(getDocument(id)?.diagnostics.some(isSyntaxError)).toBe(true);
});

test('E-UNDO-06 each file has its own stack, and only the active one is meant', () => {
  const first = open();
  const second = openText({ path: 'g.iter', title: 'g.iter', text: source, hash: 'sha256-0' });
  expect(getActiveDocument()?.id).toBe(second);
  applyTextEdits(first, [{ start: 0, end: 0, newText: '## a\n' }], { label: 'Type', origin: 'form' });
  expect(undo(second)).toBeUndefined();
  expect(getDocument(first)?.text.startsWith('## a')).toBe(true);
  closeDocument(second);
  expect(getActiveDocument()?.id).toBe(first);
});

test('E-CANVAS-01 one selection with one primary item', () => {
  const id = open();
  select(id, ['node:a', 'edge:a->done']);
  expect(getDocument(id)?.selection).toEqual({ items: ['node:a', 'edge:a->done'], primary: 'edge:a->done' });
  const before = getDocument(id);
  select(id, ['node:a', 'edge:a->done'], 'edge:a->done');
  expect(getDocument(id)).toBe(before);
});

test('E-DIAG-09 strict shows more and writes nothing', () => {
  const unused = `schema nobody:\n  x: int\n\n${source}`;
  const id = openText({ path: 'h.iter', title: 'h.iter', text: unused, hash: 'sha256-0' });
  const severities = (): string[] =>
    (getDocument(id)?.diagnostics ?? []).map((item) => `${item.code} ${item.severity}`);
  const plain = severities();
  setStrict(id, true);
  const strict = severities();
  expect(strict.map((item) => item.slice(0, 4))).toEqual(plain.map((item) => item.slice(0, 4)));
  expect(getDocument(id)?.text).toBe(unused);
  setStrict(id, false);
  expect(severities()).toEqual(plain);
});
