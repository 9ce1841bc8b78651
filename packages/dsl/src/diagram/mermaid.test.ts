// @vitest-environment happy-dom
// Mermaid's own parser reads what we write: for all examples and for names and texts chosen to break it, in every view and direction.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import mermaidParser from 'mermaid';
import { expect, test } from 'vitest';
import { compile } from '../compile/compile.ts';
import { parse } from '../document.ts';
import { everything } from '../fixtures/everything.ts';
import type { CompiledGraph } from '../graph.ts';
import { mermaid } from './mermaid.ts';

const examples = path.join(import.meta.dirname, '../../../../examples');
const graphOf = (text: string): CompiledGraph => compile(parse(text));

/** All six ways to draw a graph. */
const drawings = (graph: CompiledGraph): string[] =>
  (['compact', 'detailed', 'full'] as const).flatMap((view) =>
    (['TD', 'LR'] as const).map((direction) => mermaid(graph, { view, direction })),
  );

async function expectReadable(graph: CompiledGraph): Promise<void> {
  for (const text of drawings(graph)) {
    const read = await mermaidParser.parse(text, { suppressErrors: false }).catch((error: unknown) => {
      throw new Error(`mermaid does not read\n${text}\n${String(error)}`);
    });
    expect(read.diagramType).toMatch(/^flowchart/);
  }
}

test('R-CLI-21 mermaid reads the diagrams of all examples in all views and directions', async () => {
  const names = readdirSync(examples).filter((name) => name.endsWith('.iter'));
  expect(names.length).toBeGreaterThan(5);
  await expect(mermaidParser.parse('flowchart TD\n  a["x " y"]\n')).rejects.toThrow();
  for (const name of names) await expectReadable(graphOf(readFileSync(path.join(examples, name), 'utf8')));
  await expectReadable(graphOf(everything));
});

test('R-CLI-21 every node and edge is drawn, in the order of the file', () => {
  const graph = graphOf(
    'tool b:\n  command: "true"\ntool a:\n  command: "true"\nworkflow w:\n  entry: b\n  b -> a\n  a -> done\n',
  );
  expect(mermaid(graph)).toBe(
    'flowchart TD\n  n_b[/"tool: b"/]\n  n_a[/"tool: a"/]\n  n_done(["done"])\n  n_b --> n_a\n  n_a --> n_done\n',
  );
});

const WORDS = [
  'end',
  'graph',
  'subgraph',
  'click',
  'style',
  'class',
  'default',
  'flowchart',
  'direction',
  'o',
  'x',
  'é',
  '日本',
  'ﬁ',
  '_',
  'n_a',
  'a__b',
  'linkStyle',
  'href',
  'call',
];
const HOSTILE = [
  '"',
  "'",
  '`',
  '<br/>',
  '<script>',
  '&amp;',
  '#',
  ';',
  '%%',
  '%%{init}%%',
  '{{',
  '}}',
  '[',
  ']',
  '|',
  '-->',
  '---',
  '==>',
  '\\',
  '(',
  ')',
  '@{',
  ':::',
  '^',
  '$$',
  '~~~',
  '\u202e',
  '😀',
  'end',
  '**',
  '\t',
  '.',
  'o--o',
  '-.->',
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme', maxLength: 6 })), { maxLength: 6 })
  .map((parts) => parts.join(''));
const kind = fc.constantFrom('agent', 'judge', 'router', 'join', 'human', 'tool', 'compute');

/** A raw string holds everything but its own quote and line ends. */
const raw = (text: string): string => `\`${text.replace(/[`\r\n\u2028\u2029]/g, ' ')}\``;

const workflowText = fc
  .record({
    nodes: fc.uniqueArray(fc.record({ name: fc.constantFrom(...WORDS), kind, text: hostile }), {
      selector: ({ name }) => name,
      minLength: 2,
      maxLength: 8,
    }),
    edges: fc.array(fc.record({ from: fc.nat(9), to: fc.nat(9), text: hostile, loop: fc.boolean() }), {
      maxLength: 10,
    }),
  })
  .map(({ nodes, edges }) => {
    const properties = (each: { readonly kind: string; readonly text: string }): string => {
      if (each.kind === 'tool') return `  command: ${raw(each.text)}\n`;
      if (each.kind === 'agent' || each.kind === 'judge') return `  model: ${raw(each.text)}\n  await: wait_all\n`;
      if (each.kind === 'router') return '  mode: fan_out_all\n';
      return each.kind === 'join' ? '  strategy: best_effort\n' : '';
    };
    const name = (i: number): string =>
      [...nodes.map((node) => node.name), 'done', 'fail', 'absent'][i % (nodes.length + 3)] ?? 'done';
    const lines = edges.map(
      ({ from, to, text, loop }) =>
        `  ${name(from)} -> ${name(to)} when ${raw(text)}${loop ? ' as end(3)' : ''} with { x: ${raw(text)} }`,
    );
    const declarations = nodes.map(
      (node) => `## ${node.text.replace(/[\r\n]/g, ' ')}\n${node.kind} ${node.name}:\n${properties(node)}`,
    );
    return `${declarations.join('\n')}\nworkflow w:\n  entry: ${name(0)}\n${lines.join('\n')}\n`;
  });

test('R-CLI-21 mermaid reads the diagrams of hostile names, conditions, models and commands', async () => {
  let drawn = 0;
  await fc.assert(
    fc.asyncProperty(workflowText, async (text) => {
      const graph = graphOf(text);
      drawn += graph.edges.length;
      await expectReadable(graph);
    }),
    { numRuns: 40 },
  );
  expect(drawn).toBeGreaterThan(40);
}, 30_000);

test('R-CLI-21 different names have different ids', () => {
  const names = ['a', '_a', 'a_', 'é', 'e', '_ue9_', 'ǽ', '日', '_u65e5_'];
  const text = `${names.map((name) => `tool ${name}:\n  command: "true"\n`).join('')}workflow w:\n  entry: a\n${names.map((name) => `  ${name} -> done\n`).join('')}`;
  const ids = [...mermaid(graphOf(text)).matchAll(/^ {2}(\S+?)\[\//gm)].map(([, id]) => id);
  expect(ids).toHaveLength(names.length);
  expect(new Set(ids).size).toBe(names.length);
});
