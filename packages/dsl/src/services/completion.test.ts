// Completion: what is offered where, and that nothing that is offered is a syntax error at its place.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compile } from '../compile/compile.ts';
import { parse } from '../document.ts';
import { everything } from '../fixtures/everything.ts';
import { applied, errorsAdded } from './applyCompletion.fixture.ts';
import { complete } from './completion.ts';
import type { CompletionItem } from './completionItem.ts';

const examples = new URL('../../../../examples/', import.meta.url);
const texts = [
  ...readdirSync(examples)
    .filter((name) => name.endsWith('.iter'))
    .map((name) => readFileSync(new URL(name, examples), 'utf8')),
  everything,
];

const DECLARED = `## What was found.
schema report:
  ok: bool
  text: string
schema task:
  goal: string
prompt ask:
  Do {{input.goal}}
vars:
  depth: int = 3
mcp_server files:
  transport: stdio
  command: "files"
agent a:
  model: "m"
  input: task
  output: report
  publish: paper
agent b:
  model: "m"
  output: report
`;
const WORKFLOW = `workflow w:
  entry: a
  a -> b
  b -> a when not ok as again(2)
  b -> done
`;

/** What is offered at the bar. */
function offered(text: string): CompletionItem[] {
  const offset = text.indexOf('┃');
  const document = parse(text.replace('┃', ''));
  return complete(document, compile(document), offset);
}
const labels = (text: string): string[] => offered(text).map(({ label }) => label);
const inFile = (line: string): string[] => labels(`${DECLARED}${line}\n${WORKFLOW}`);
const inWorkflow = (line: string): string[] => labels(`${DECLARED}${WORKFLOW}${line}\n`);

test('E-SRC-05 top level: every declaration and block, as snippets', () => {
  expect(inFile('┃')).toEqual(
    expect.arrayContaining(['agent', 'workflow', 'prompt', 'vars', 'presets', 'attachments']),
  );
  expect(inFile('ag┃')).toContain('agent');
  const agent = offered(`${DECLARED}ag┃`).find(({ label }) => label === 'agent');
  expect(agent).toMatchObject({ insertText: 'agent ${1:name}:\n  $0', snippet: true, kind: 'keyword' });
  expect(agent?.documentation).toMatch(/\S/);
});

test('E-SRC-05 E-SRC-06 properties: those of the kind that are not there, each with its documentation', () => {
  const found = offered('agent a:\n  model: "m"\n  ┃\n');
  const names = found.map(({ label }) => label);
  expect(names).toContain('session');
  expect(names).not.toContain('model');
  expect(names).not.toContain('command');
  for (const { documentation } of found) expect(documentation).toMatch(/\S/);
  expect(labels('tool t:\n  ┃\n')).toContain('command');
  expect(labels('agent a:\n  memory:\n    ┃\n')).toEqual([
    'enabled',
    'scope',
    'autoload',
    'read',
    'write',
    'pre_compact_inject',
  ]);
  expect(labels('agent a:\n  model: "m"\n   ┃\n'), 'no statement may stand at this indentation').toEqual([]);
});

test('E-SRC-05 L-DECL-06 values: words, bools, names of what is declared, tools', () => {
  expect(inFile('agent c:\n  session: ┃')).toEqual([
    'fresh',
    'inherit',
    'inherit_if_available',
    'fork',
    'artifacts_only',
  ]);
  expect(inFile('agent c:\n  readonly: t┃')).toEqual(['true', 'false']);
  expect(inFile('agent c:\n  output: ┃')).toEqual(['report', 'task']);
  expect(inFile('agent c:\n  system: ┃')).toEqual(['ask']);
  expect(inFile('agent c:\n  tools: [read_file, ┃]')).toEqual(expect.arrayContaining(['git_diff', 'mcp.files.*']));
  expect(inFile('agent c:\n  tools: [read_file┃ git_diff]'), 'no comma follows').toEqual([]);
  expect(inFile('schema s:\n  n: ┃')).toEqual(['string', 'bool', 'int', 'float', 'json', 'string[]']);
  expect(inFile('agent c:\n  max_tokens: ┃')).toEqual([]);
  expect(inWorkflow('  worktree: ┃')).toEqual(['auto', 'none']);
});

test('E-SRC-05 edges: targets, fields of the source, loops, and the clauses that are not there', () => {
  expect(inWorkflow('  ┃')).toEqual(expect.arrayContaining(['a', 'b', 'budget']));
  expect(inWorkflow('  a -> ┃')).toEqual(['a', 'b', 'done', 'fail']);
  expect(inWorkflow('  a -> b ┃')).toEqual(['when', 'as', 'with']);
  expect(inWorkflow('  a -> b when ok ┃')).toEqual(['as', 'with']);
  expect(inWorkflow('  a -> b ┃ when ok')).toEqual(['as', 'with']);
  expect(inWorkflow('  a -> b when ┃')).toEqual(['ok', 'not']);
  expect(inWorkflow('  a -> b when not ┃')).toEqual(['ok']);
  expect(inWorkflow('  a -> b when "┃"')).toEqual(
    expect.arrayContaining(['ok', 'text', 'vars', 'length', 'vars.depth']),
  );
  const loop = offered(`${DECLARED}${WORKFLOW}  a -> b as ┃\n`);
  expect(loop.map(({ label, insertText }) => [label, insertText])).toEqual([['again', 'again(2)']]);
});

test('E-SRC-05 L-TPL references: name spaces, then what the place can know', () => {
  const inPrompt = (line: string): string[] => inFile(`agent c:\n  input: task\n  user: more\nprompt more:\n  ${line}`);
  expect(inPrompt('See {{┃')).toEqual(['vars', 'input', 'outputs', 'artifacts', 'loop', 'run', 'attachments']);
  expect(inPrompt('See {{vars.┃}}')).toEqual(['depth']);
  expect(inPrompt('See {{input.┃')).toEqual(['goal']);
  expect(inPrompt('See {{artifacts.paper.┃')).toEqual(['ok', 'text']);
  expect(inPrompt('See {{loop.again.┃')).toEqual(['iteration', 'max', 'previous_output']);
  expect(inPrompt('Nothing ┃')).toEqual([]);
  expect(inWorkflow('  a -> b with { x: "{{outputs.b.┃}}" }')).toEqual(['ok', 'text', 'history']);
});

test('E-SRC-06 nothing is offered in a comment or where the rest of the line says something else', () => {
  expect(inFile('## a┃')).toEqual([]);
  expect(inFile('┃agent c:')).toEqual([]);
  expect(inFile('agent c:\n  ┃model: "m"')).toEqual([]);
  expect(inFile('agent c:\n  session: fresh ┃')).toEqual([]);
});

test('E-SRC-06 before the rest of a line only the word is replaced', () => {
  expect(offered('ag┃ name:\n  model: "m"\n').find(({ label }) => label === 'judge')?.insertText).toBe('judge');
  expect(offered('agent a:\n  mod┃: "m"\n').find(({ label }) => label === 'model')?.insertText).toBe('model');
});

test('L-LEX-03 E-SRC-05 CRLF and a byte order mark change nothing of what is offered', () => {
  for (const text of [`${DECLARED}${WORKFLOW}  a -> ┃\n`, `${DECLARED}agent c:\n  output: ┃\n`, 'agent a:\n  ┃\n']) {
    const same = labels(text);
    expect(same.length).toBeGreaterThan(1);
    expect(labels(text.replaceAll('\n', '\r\n'))).toEqual(same);
    expect(labels(`\uFEFF${text}`)).toEqual(same);
  }
});

/** Every so manieth place of a text outside words: as it is, with the rest of its line cut off, and on a new line behind it. */
function* places(text: string, stride: number): Generator<{ readonly text: string; readonly at: number }> {
  const indentation = (line: string): number => /^ */.exec(line)?.[0].length ?? 0;
  for (let at = 0, nth = 0; at <= text.length; at++) {
    if (/[\p{L}\p{Nd}_]/u.test(text[at] ?? '') || nth++ % stride !== 0) continue;
    yield { text, at };
    const lineStart = text.lastIndexOf('\n', at - 1) + 1;
    const found = text.indexOf('\n', at);
    const lineEnd = found === -1 ? text.length : found;
    const own = indentation(text.slice(lineStart));
    // What hangs below a header would be left without it.
    const isHeader = indentation(text.slice(lineEnd + 1)) > own;
    if (/\S/.test(text.slice(lineStart, at)) && !isHeader) yield { text: text.slice(0, at) + text.slice(lineEnd), at };
    const typed = `${' '.repeat([own, own + 2, 0, 3][nth % 4] ?? 0)}${['', 'a', 'm', 'w'][(nth >> 2) % 4] ?? ''}`;
    yield { text: `${text.slice(0, lineEnd)}\n${typed}${text.slice(lineEnd)}`, at: lineEnd + 1 + typed.length };
  }
}

test('E-SRC-06 no item that is offered is a syntax error at its place', () => {
  let items = 0;
  const wrong: string[] = [];
  for (const [index, source] of texts.entries()) {
    for (const { text, at } of places(source, 43 + index)) {
      const document = parse(text);
      const graph = compile(document);
      const found = complete(document, graph, at);
      // Items of one kind that stand at one place differ by their names.
      for (const item of found.filter((_, i) => i % 3 === at % 3 || found.length < 6)) {
        items++;
        const added = errorsAdded(document, item, (next, offset) => complete(next, graph, offset));
        if (added.length > 0)
          wrong.push(
            `${added.join()}: ${JSON.stringify(applied(text, item).text.slice(Math.max(0, at - 60), at + 60))}`,
          );
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(items).toBeGreaterThan(100);
}, 60_000);

test('E-SRC-05 on an edge `input` is the output of its source with the variables behind it, and its source an output', () => {
  expect(inWorkflow('  a -> b with { x: "{{input.┃}}" }')).toEqual(['ok', 'text', 'depth']);
  expect(inWorkflow('  b -> done with { x: "{{outputs.┃}}" }').sort()).toEqual(['a', 'b']);
  expect(inWorkflow('  a -> b when "outputs.a.┃"')).toEqual(['ok', 'text', 'history']);
});

test('E-SRC-05 in a with block: the fields of the target that are not set yet', () => {
  expect(inWorkflow('  b -> a with { ┃')).toEqual(['goal']);
  expect(inWorkflow('  b -> a with { x: "1", g┃')).toEqual(['goal']);
  expect(inWorkflow('  b -> a with { goal: "1", ┃')).toEqual([]);
  expect(inWorkflow('  b -> a with { goal: ┃')).toEqual([]);
  expect(inWorkflow('  b -> a with {\n    x: 1\n    ┃\n  }')).toEqual(['goal']);
  expect(inWorkflow('  b -> a with {\n    goal: 1\n    ┃\n  }')).toEqual([]);
});
