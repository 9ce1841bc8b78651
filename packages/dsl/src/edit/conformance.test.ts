// The table L-ED of language.md §12.6, read from the document itself: each row says an operation, lines before it and lines after it. The
// lines are put where they belong in a small file; after the operation the whole file must be the one made of the lines after.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from '../document.ts';
import { applyEdits, invertEdits } from '../source.ts';
import { edit } from './edit.ts';
import type { EditOperation } from './operations.ts';

const specification = readFileSync(new URL('../../../../docs/spec/language.md', import.meta.url), 'utf8');
const section = specification.slice(specification.indexOf('\n### 12.6'), specification.indexOf('\n## Appendix A'));

interface Row {
  readonly id: string;
  readonly operation: string;
  readonly before: string;
  readonly after: string;
}
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| L-ED-'))
  .map((line): Row => {
    const [id = '', operation = '', before = '', after = ''] = line
      .slice(1)
      .split(' | ')
      .map((cell) => cell.trim());
    return { id, operation, before, after: after.replace(/\s*\|$/, '') };
  });

/** The texts in code quotes of a cell, `·` read as a space. */
function quoted(cell: string): string[] {
  return [...cell.matchAll(/``\s?(.+?)\s?``|`([^`]+)`/g)].map((match) =>
    (match[1] ?? match[2] ?? '').replaceAll('·', ' '),
  );
}

/** The arguments of an operation as the table writes it. */
function argumentsOf(row: Row): { readonly name: string; readonly args: readonly string[] } {
  const [call = ''] = quoted(row.operation);
  const match = /^(\w+)\((.*)\)$/.exec(call);
  return { name: match?.[1] ?? '', args: (match?.[2] ?? '').split(', ') };
}

/** A value as the table writes it: JSON, or words. */
function value(text: string): string | number | boolean {
  return JSON.parse(text) as string | number | boolean;
}

function conditionOf(text: string) {
  const words = text.replace(/^when /, '').split(' ');
  return { field: words.at(-1) ?? '', negated: words[0] === 'not' };
}

function targetOf(text: string) {
  const [name = '', ...path] = text.split('.');
  return { space: name === 'w' ? ('workflow' as const) : ('node' as const), name, path };
}

function operationOf(row: Row): EditOperation {
  const { name, args } = argumentsOf(row);
  const [first = '', second = '', third = ''] = args;
  switch (name) {
    case 'setProperty': {
      // `…` stands for the text that the cell gives behind the call.
      const [, text = ''] = quoted(row.operation);
      return { op: name, target: targetOf(first), value: second === '…' ? text : value(second) };
    }
    case 'unsetProperty':
      return { op: name, target: targetOf(first) };
    case 'renameDeclaration':
      return { op: name, space: first === 'node' ? first : 'schema', from: second, to: third };
    case 'renameMember':
      return { op: name, space: { fieldOf: first.replace('field of ', '') }, from: second, to: third };
    case 'setCondition':
      return { op: name, edge: first, when: conditionOf(second) };
    case 'setWith':
      return { op: name, edge: first, key: second, value: { json: value(third) } };
    case 'unsetWith':
      return { op: name, edge: first, key: second };
    case 'addEdge':
      return { op: name, from: first, to: second, clauses: { when: conditionOf(third) } };
    case 'bridgeNode':
      return { op: name, name: first };
    case 'setMember':
      return {
        op: name,
        block: { block: 'vars' },
        key: second,
        parts: { default: value(third.replace('default ', '')) },
      };
    case 'insertOnEdge':
      return { op: name, edge: first, node: second };
    default:
      throw new Error(`${row.id} has an operation that this test does not know: ${row.operation}`);
  }
}

/** The file of some lines: each goes where its form says; nodes that edges name are declared. */
function file(lines: readonly string[], nodes: readonly string[]): string {
  const edges = lines.filter((line) => line.includes('->'));
  const rest = lines.filter((line) => !line.includes('->'));
  const take = (form: RegExp, otherwise: readonly string[] = []): readonly string[] => {
    const found = rest.filter((line) => form.test(line));
    return found.length > 0 ? found : otherwise;
  };
  const vars = take(/^ {2}\w+: int/);
  const command = take(/^ {2}command:/);
  const of = (node: string): readonly string[] =>
    node === nodes[0] ? take(/^ {2}(?:model|readonly|await):/, ['  model: "m"']) : ['  model: "m"'];
  const prompt = rest.filter((line) => /^\w+: \{\{/.test(line)).map((line) => `  ${line}`);
  return [
    ...(vars.length > 0 ? ['vars:', ...vars, ''] : []),
    'prompt p:',
    ...(prompt.length > 0 ? prompt : ['  Hello']),
    '',
    'schema s:',
    ...take(/^ {2}\w+: bool/, ['  ok: bool']),
    '  txt: string',
    '',
    ...nodes.flatMap((node) => [`agent ${node}:`, '  output: s', ...of(node), '']),
    'tool t:',
    ...(command.length > 0 ? command : ['  command: "make"']),
    '',
    'workflow w:',
    `  entry: ${nodes[0]}`,
    ...take(/^ {2}budget:|^ {4}/),
    '  default_backend: "claw"',
    '',
    ...(edges.length > 0 ? edges : [`  ${nodes[0]} -> done`]),
    '',
  ].join('\n');
}

/** The lines of a row before and after, and the nodes of its file, whose first one the operation speaks of. */
function expectation(row: Row): { readonly before: string; readonly after: string } {
  const { name, args } = argumentsOf(row);
  // "a has `model` and `await`" names the lines instead of showing them.
  const has = row.operation.includes(' has ') ? ['  model: "m"', '  await: wait_all'] : [];
  const before = row.before === '—' ? has : quoted(row.before);
  const given = quoted(row.after);
  const between = row.after.includes('between');
  const after = between ? [before[0] ?? '', ...given, ...before.slice(1)] : row.after.includes('gone') ? [] : given;
  const named = new Set([...before, ...after].flatMap((line) => /^ {2}(\w+) -> (\w+)/.exec(line)?.slice(1) ?? []));
  const nodes = ['a', ...[...named].filter((each) => !['a', 'lead', 'done', 'fail'].includes(each)).sort()];
  const later =
    name === 'bridgeNode'
      ? nodes.filter((each) => each !== args[0])
      : nodes.map((each) => (name === 'renameDeclaration' && each === args[1] ? (args[2] ?? '') : each));
  return { before: file(before, nodes), after: file(after, later) };
}

test('L-ED the document has its rows', () => {
  expect(rows.map(({ id }) => id)).toEqual(
    'L-ED-01 L-ED-02 L-ED-03 L-ED-04 L-ED-05 L-ED-06 L-ED-07 L-ED-08 L-ED-09 L-ED-10 L-ED-11 L-ED-12 L-ED-13'.split(
      ' ',
    ),
  );
});

for (const row of rows) {
  test(`${row.id} ${row.operation}`, () => {
    const { before, after } = expectation(row);
    expect(before).not.toBe(after);
    const result = edit(parse(before), operationOf(row));
    if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.reason}`);
    const edited = applyEdits(before, result.edits);
    expect(edited).toBe(after);
    expect(applyEdits(edited, invertEdits(before, result.edits))).toBe(before);
  });
}
