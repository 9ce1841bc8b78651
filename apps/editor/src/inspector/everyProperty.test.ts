// @vitest-environment happy-dom
// Every property of the language table through the path that the panel takes (E-INSP-02, E-INSP-03, E-DOC-03): set, change and reset, in files
// with comments, odd indentation and both line ends. What is asserted is the text: which lines are touched, and that it says the value.
import { compile, languageTable, parse } from '@iterion/dsl';
import type { PropertyValue } from '@iterion/dsl';
import { describe, expect, test } from 'vitest';
import { editDocument } from '../document/language.ts';
import { controlOf } from './controls/control.ts';
import { controls } from './controls/controlTable.ts';
import { type Case, cases, heads, valuesOf } from './everyProperty.fixture.ts';
import { writtenOf, writtenProperty } from './reading.ts';

/** A file with one declaration of the kind, comments around and odd indentation. */
function fileOf(kind: string, eol: string): string {
  const declared =
    kind === 'workflow'
      ? ['workflow   w:   ## the workflow', '      entry:   other   # kept', '', '      other   ->   done   ## the end']
      : kind === 'attachment'
        ? [
            'attachments:   ## files',
            '     x:   file   # kept',
            '',
            'workflow w:',
            '      entry: other',
            '      other -> done',
          ]
        : [
            `${heads[kind] ?? `${kind}   x:`}   ## beside the head`,
            '      ## above nothing',
            '      # a free comment',
            '',
            'workflow   w:',
            '  entry:   other',
            '',
            '  other   ->   done   ## the end',
          ];
  return ['## before all', '', 'agent   other:   ## kept', '', '', ...declared, '', '# the last line', ''].join(eol);
}

function apply(text: string, op: Parameters<typeof editDocument>[1]): string {
  const result = editDocument(parse(text), op);
  if (!result.ok) throw new Error(result.refusal.reason);
  let after = text;
  for (const { start, end, newText } of result.edits.toReversed())
    after = after.slice(0, start) + newText + after.slice(end);
  return after;
}
function read({ owner, path }: Case, text: string): PropertyValue | undefined {
  const document = parse(text);
  let statements = writtenOf(document, owner)?.statements ?? [];
  const rows = cases.filter((each) => each.owner === owner);
  for (const depth of path.keys()) {
    const row = rows.find((each) => each.path.join() === path.slice(0, depth + 1).join())?.row;
    const found = row && writtenProperty(statements, row);
    if (!found) return undefined;
    if (depth === path.length - 1) return found.value as PropertyValue;
    statements = found.nested;
  }
  return undefined;
}
const lines = (text: string): string[] => text.split(/(?<=\n)/u);
/** Each line of the one text stands in the other, in the same order. */
function contains(whole: readonly string[], part: readonly string[]): boolean {
  let at = 0;
  for (const line of whole) if (line === part[at]) at++;
  return at === part.length;
}

test('E-INSP-02 every kind of declaration and every property was reached', () => {
  expect(new Set(cases.map(({ title }) => title.split('.')[0]))).toEqual(
    new Set([
      ...Object.keys(languageTable.kinds).filter((kind) => kind !== 'prompt' && kind !== 'schema'),
      'attachment',
    ]),
  );
  expect(cases.length).toBeGreaterThan(120);
  for (const { title, row } of cases) {
    expect(controls[controlOf(row.value)], title).toBeTypeOf('function');
    expect(row.help.length, title).toBeGreaterThan(10);
  }
});

describe.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
])('E-INSP-03 E-DOC-03 set, change and reset touch their own lines (%s)', (_name, eol) => {
  test.each(cases.flatMap((each) => (valuesOf(each.row) ? [[each.title, each] as const] : [])))(
    '%s',
    (_title, each) => {
      const [first, second] = valuesOf(each.row) ?? ['', ''];
      const kind = each.title.split('.')[0] ?? '';
      const target = { ...each.owner, path: each.path };
      const empty = fileOf(kind, eol);
      const entry = each.title === 'workflow.entry';

      const set = apply(empty, { op: 'setProperty', target, value: first });
      expect(read(each, set)).toEqual(first);
      // A property that is there already changes on its line; any other only adds lines.
      if (!entry) expect(contains(lines(set), lines(empty)), set).toBe(true);
      expect(set.includes('\r\n')).toBe(eol === '\r\n');
      expect(eol === '\r\n' && /[^\r]\n/u.test(set), 'line ends of the file').toBe(false);

      // Behind a value on one line; inside a text of several lines it would be text.
      const isLong = JSON.stringify(first).includes('\\n');
      const commented = isLong
        ? set
        : set.replace(new RegExp(`^( *${each.path.at(-1)}:[^\\r\\n|]*?)(\\r?\\n)`, 'mu'), '$1   ## stays$2');
      const changed = apply(commented, { op: 'setProperty', target, value: second });
      expect(read(each, changed)).toEqual(second);
      expect(changed.match(/## stays/gu)?.length).toBe(commented.match(/## stays/gu)?.length);
      const kept = lines(changed).filter((line) => lines(commented).includes(line));
      const value = new RegExp(`^ *${each.path.at(-1)}:`, 'u');
      const untouched = lines(empty).filter((line) => !(entry && value.test(line)));
      expect(contains(kept, untouched), changed).toBe(true);

      const again = apply(changed, { op: 'setProperty', target, value: second });
      expect(again, 'setting what is there changes nothing').toBe(changed);
      if (entry) return;
      const reset = apply(changed, { op: 'unsetProperty', target });
      expect(read(each, reset)).toBeUndefined();
      expect(reset, 'reset leaves the file as it was').toBe(empty);
      expect(compile(parse(reset)).diagnostics.length).toBe(compile(parse(empty)).diagnostics.length);
    },
  );
});
