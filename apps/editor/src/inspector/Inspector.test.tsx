// @vitest-environment happy-dom
// The panel itself, in a document: each kind with every property set shows a labelled control with its value, help and reset (E-INSP-01 … -06).
import { MantineProvider } from '@mantine/core';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { FileId, ItemId } from '../document/model.ts';
import { editDocument, parseText } from '../document/language.ts';
import { applyTextEdits, closeDocument, getDocument, openText, select } from '../document/store.ts';
import { type Case, cases, valuesOf } from './everyProperty.fixture.ts';
import { Inspector } from './Inspector.tsx';

beforeAll(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  globalThis.ResizeObserver ??= class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
  // The document of the tests has no fonts to wait for.
  Object.defineProperty(document, 'fonts', { value: new EventTarget() });
});
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

function show(text: string, item: ItemId): { readonly fileId: FileId; readonly panel: HTMLElement } {
  const fileId = openText({ text, path: null, title: 'test.iter', hash: null });
  select(fileId, [item]);
  const panel = document.createElement('div');
  document.body.append(panel);
  const root = createRoot(panel);
  act(() =>
    root.render(
      <MantineProvider>
        <Inspector fileId={fileId} />
      </MantineProvider>,
    ),
  );
  open.push(() => {
    act(() => root.unmount());
    panel.remove();
    closeDocument(fileId);
  });
  return { fileId, panel };
}

const kinds = [...new Set(cases.map(({ title }) => title.split('.')[0] ?? ''))];
const declared: { readonly [kind: string]: string } = {
  workflow: '',
  attachment: 'attachments:\n  x: file\n\n',
};

/** A file in which the declaration has every property that takes a value. */
function full(kind: string): { readonly text: string; readonly own: readonly Case[] } {
  let text = `${declared[kind] ?? `${kind} x:\n\n`}agent other:\n\nworkflow w:\n  entry: other\n\n  other -> done\n`;
  const own = cases.filter(
    ({ title, row }) => title.startsWith(`${kind}.`) && valuesOf(row) && row.value.kind !== 'block',
  );
  for (const { owner, path, row } of own) {
    const [value = ''] = valuesOf(row) ?? [];
    const result = editDocument(parseText(text), { op: 'setProperty', target: { ...owner, path }, value });
    if (!result.ok) throw new Error(`${path.join('.')}: ${result.refusal.reason}`);
    for (const { start, end, newText } of result.edits.toReversed())
      text = text.slice(0, start) + newText + text.slice(end);
  }
  return { text, own };
}
const itemOf = (kind: string): ItemId =>
  kind === 'workflow'
    ? 'workflow:w'
    : kind === 'attachment' || kind === 'mcp_server' || kind === 'cursor'
      ? `${kind}:x`
      : 'node:x';

describe.each(kinds)('E-INSP-02 E-INSP-04 E-INSP-06 the form of %s with every property set', (kind) => {
  test('shows each with label, help, value, the way to the text and reset', { timeout: 20_000 }, () => {
    const { text, own } = full(kind);
    const { fileId, panel } = show(text, itemOf(kind));
    for (const { title, path, row } of own) {
      const field = panel.querySelector<HTMLElement>(`[data-property="${path.join('.')}"]`);
      if (!field) throw new Error(`${title} is not in the form`);
      const label = field.querySelector('label');
      expect(label?.textContent.toLowerCase(), title).toContain(row.name.replaceAll('_', ' '));
      const control = document.getElementById(label?.htmlFor ?? '');
      expect(control, `${title} has a control that the label names`).not.toBeNull();
      expect(shown(field), title).toContain(words(valuesOf(row)?.[0]));
      expect(field.querySelector(`[aria-label="Show ${row.name} in source"]`), title).not.toBeNull();
      expect(field.querySelector(`[aria-label="Reset ${row.name}"]`), title).not.toBeNull();
    }
    const last = own.findLast(({ row }) => row.required !== true);
    if (!last) return;
    const reset = panel.querySelector<HTMLElement>(
      `[data-property="${last.path.join('.')}"] [aria-label="Reset ${last.row.name}"]`,
    );
    act(() => reset?.click());
    expect(getDocument(fileId)?.text.split('\n').length).toBeLessThan(text.split('\n').length);
  });
});

/** What a person reads in a field: texts of inputs, the checked choice, chips, rows of a map. */
function shown(field: HTMLElement): string {
  const inputs = [...field.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')].map(
    ({ value }) => value,
  );
  const checked = [...field.querySelectorAll('[aria-checked="true"]')].map(({ textContent }) => textContent);
  return [...inputs, ...checked, field.textContent].join('\n').replaceAll('_', ' ');
}
function words(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'On' : 'Off';
  if (Array.isArray(value)) return String(value[0]).replaceAll('_', ' ');
  if (typeof value === 'object' && value !== null) return String(Object.values(value)[0]);
  return (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('_', ' ');
}

const two = `## kept
agent a:
  model: "m/one"   # behind
  tool_max_steps: 12
  session: fresh
  mood: "blue"

router r:
  mode: fan_out_all
  model: "left/over"

workflow w:
  default_backend: "codex"
  entry: a

  a -> r
  r -> done
`;
const field = (panel: HTMLElement, path: string): HTMLElement => {
  const found = panel.querySelector<HTMLElement>(`[data-property="${path}"]`);
  if (!found) throw new Error(`${path} is not shown`);
  return found;
};
function type(input: HTMLInputElement | HTMLTextAreaElement | null, text: string): void {
  if (!input) throw new Error('no input');
  act(() => {
    // Past React's own setter, as typing goes.
    Reflect.set(Object.getPrototypeOf(input) as object, 'value', text, input);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
const blur = (input: HTMLElement | null): void =>
  act(() => void input?.dispatchEvent(new FocusEvent('focusout', { bubbles: true })));

describe('the panel', () => {
  test('E-INSP-01 shows name and kind of the selected item, with nothing selected the workflow', () => {
    const { fileId, panel } = show(two, 'node:a');
    expect(panel.querySelector<HTMLInputElement>('[aria-label="Name of this Agent"]')?.value).toBe('a');
    act(() => select(fileId, []));
    expect(panel.querySelector<HTMLInputElement>('[aria-label="Name of this workflow"]')?.value).toBe('w');
    act(() => select(fileId, ['edge:r->done']));
    expect(panel.textContent).toContain('Taken always.');
    act(() => select(fileId, ['node:a']));
    const titles = [...panel.querySelectorAll('section')].map(
      (section) => section.getAttribute('aria-label') ?? section.querySelector('h3')?.textContent,
    );
    expect(titles.at(-1)).toBe('Runs of this node');
    expect(titles.indexOf('Other properties')).toBeGreaterThan(titles.indexOf('Basics'));
  });

  test('E-INSP-04 an inherited value is the placeholder and leads to its source; a default that is written stays', () => {
    const { fileId, panel } = show(two, 'node:a');
    const backend = field(panel, 'backend');
    expect(backend.querySelector('input')?.placeholder).toBe('codex');
    expect(backend.dataset['set']).toBeUndefined();
    const source = backend.querySelector<HTMLElement>('button');
    expect(source?.textContent).toBe('from workflow');
    act(() => source?.click());
    expect(getDocument(fileId)?.selection.primary).toBe('workflow:w');
    expect(getDocument(fileId)?.text).toBe(two);
  });

  test('E-INSP-06 what does not count beside the mode is shown while it is written, with the reason', () => {
    const { panel } = show(two, 'node:r');
    const model = field(panel, 'model');
    expect(model.dataset['irrelevant']).toBe('true');
    expect(model.textContent).toContain('only with mode llm');
    expect(panel.querySelector('[data-property="system"]'), 'absent and irrelevant').toBeNull();
    expect(model.textContent, 'its diagnostic').toContain('model');
    expect([...model.querySelectorAll('button')].some((button) => /Remove/u.test(button.textContent))).toBe(true);
  });

  test('E-INSP-05 E-INSP-08 a draft that is no value stays in its field; changes from elsewhere do not take it', () => {
    vi.useFakeTimers();
    try {
      const { fileId, panel } = show(two, 'node:a');
      const input = field(panel, 'tool_max_steps').querySelector('input');
      input?.focus();
      type(input, '12.');
      act(() => void vi.advanceTimersByTime(500));
      expect(getDocument(fileId)?.text, '12. is 12').toBe(two);
      type(input, '12.5');
      act(() => void vi.advanceTimersByTime(500));
      expect(getDocument(fileId)?.text).toBe(two);
      expect(field(panel, 'tool_max_steps').textContent).toContain('A whole number is needed');
      blur(input);
      expect(input?.value, 'the draft is kept after leaving').toBe('12.5');
      type(field(panel, 'model').querySelector('input'), 'm/two');
      act(() => void vi.advanceTimersByTime(500));
      expect(getDocument(fileId)?.text).toBe(two.replace('m/one', 'm/two'));
      expect(field(panel, 'tool_max_steps').querySelector('input'), 'the same element').toBe(input);
      expect(input?.value).toBe('12.5');
      type(input, '20');
      act(() => void vi.advanceTimersByTime(500));
      expect(getDocument(fileId)?.text).toBe(two.replace('m/one', 'm/two').replace('12', '20'));
    } finally {
      vi.useRealTimers();
    }
  });

  test('E-INSP-08 a field whose property is removed elsewhere says so and restores it', () => {
    const { fileId, panel } = show(two, 'node:a');
    const input = field(panel, 'tool_max_steps').querySelector('input');
    act(() => input?.focus());
    const start = two.indexOf('  tool_max_steps');
    act(() =>
      applyTextEdits(fileId, [{ start, end: two.indexOf('\n', start) + 1, newText: '' }], {
        label: 'elsewhere',
        origin: 'disk',
      }),
    );
    expect(field(panel, 'tool_max_steps').querySelector('input'), 'the same element').toBe(input);
    const notice = field(panel, 'tool_max_steps').querySelector<HTMLElement>('[role="status"]');
    expect(notice?.textContent).toContain('was removed elsewhere');
    act(() => notice?.querySelector('button')?.click());
    expect(getDocument(fileId)?.text).toContain('tool_max_steps: 12');
    expect(field(panel, 'tool_max_steps').querySelector('[role="status"]')).toBeNull();
  });

  test('E-INSP-24 what the table does not know is text, kept and editable', () => {
    const { fileId, panel } = show(two, 'node:a');
    const raw = panel.querySelector<HTMLTextAreaElement>('[aria-label="Text that the editor does not know"]');
    expect(raw?.value).toContain('mood: "blue"');
    type(raw, 'mood: "green"');
    blur(raw);
    expect(getDocument(fileId)?.text).toBe(two.replace('blue', 'green'));
  });
});
