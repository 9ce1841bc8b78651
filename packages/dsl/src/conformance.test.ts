// Every example of language.md §12 with a result, read from the document itself and expanded by its MODE rules.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compile } from './compile/compile.ts';
import { parse } from './document.ts';
import type { CompiledGraph, Diagnostic } from './graph.ts';
import { applyEdits } from './source.ts';
import { parseExpression } from './expression/parse.ts';

interface Example {
  readonly id: string;
  readonly mode: string;
  readonly facts: readonly string[];
  readonly text: string;
}

const specification = readFileSync(new URL('../../../docs/spec/language.md', import.meta.url), 'utf8');
const section = specification.slice(specification.indexOf('\n## 12 '), specification.indexOf('\n## Appendix A'));
const blocks = [...section.matchAll(/```iter\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
const base = (blocks[0] ?? '').replace(/^## base\n/, '');

function examplesOf(block: string): Example[] {
  const parts = block.split(/^(## L-EX-\d+ .*)\n/m).slice(1);
  const examples: Example[] = [];
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const [id = '', mode = '', ...facts] = (parts[i] ?? '').slice(3).split(' ');
    examples.push({ id, mode, facts, text: parts[i + 1] ?? '' });
  }
  return examples;
}
const examples = blocks.slice(1).flatMap(examplesOf);

/** The file of an example, and how many of its lines stand before the example's first line. */
function expand({ mode, text }: Example): { readonly source: string; readonly before: number } {
  if (mode === 'file') return { source: text, before: 0 };
  if (mode === 'decl') {
    return { source: `${text}${base}workflow w:\n  default_backend: "claw"\n  entry: a\n  a -> done\n`, before: 0 };
  }
  const expanded = text.replaceAll(' ; ', '\n');
  const [first = '', second] = expanded.split(/^---\n/m);
  const declarations = second === undefined ? '' : first;
  const body = second ?? first;
  const lines = body.replace(/\n$/, '').split('\n');
  const entry = /^entry:/m.test(body) ? [] : [`entry: ${/^(\w+) ->/m.exec(body)?.[1]}`];
  const items = [...lines, 'default_backend: "claw"', ...entry].map((line) => (line === '' ? '' : `  ${line}`));
  const source = `${declarations}workflow w:\n${items.join('\n')}\n${base}`;
  return { source, before: second === undefined ? 1 : 0 };
}

const TWO_SEVERITIES = new Set(['C003', 'C009', 'C018', 'C019', 'C041']);

/** Errors and warnings as the document writes them, by line of the example. */
function found(example: Example, source: string, before: number, graph: CompiledGraph): string[] {
  const nodesOfBase = new Set([...base.matchAll(/^(?:agent|judge|join|router) (\w+):/gm)].map((match) => match[1]));
  return graph.diagnostics
    .filter(({ severity }) => severity !== 'info')
    .filter(({ code, nodeId }) => {
      if (code !== 'C016') return true;
      return example.mode === 'file' || (example.mode === 'flow' && !nodesOfBase.has(nodeId ?? ''));
    })
    .map(({ code, severity, range }) => {
      const warning = severity === 'warning' && TWO_SEVERITIES.has(code) ? '/W' : '';
      return `${code}${warning}@${range.start.line - before}`;
    })
    .sort();
}

/** Expected findings with `@NAME` turned into the line that declares NAME. */
function expected(facts: readonly string[], source: string, before: number): string[] {
  const lines = source.split('\n');
  return facts
    .filter((fact) => /^[CEW]\d{3}/.test(fact))
    .map((fact) => {
      const [code = '', place = ''] = fact.split('@');
      if (/^\d+$/.test(place)) return `${code}@${place}`;
      const declaring = new RegExp(`^(?:agent|judge|join|router|human|tool|compute|workflow) ${place}\\s*:`);
      return `${code}@${lines.findIndex((line) => declaring.test(line)) + 1 - before}`;
    })
    .sort();
}

describe('§12', () => {
  test('L-EX the document has its examples', () => {
    expect(examples.length).toBe(68);
  });

  for (const example of examples) {
    test(`${example.id} ${example.mode} ${example.facts.join(' ')}`, () => {
      const { source, before } = expand(example);
      const graph = compile(parse(source));
      expect(found(example, source, before, graph)).toEqual(expected(example.facts, source, before));
      for (const fact of example.facts) {
        const [kind, claim = ''] = fact.split(':');
        const [name = '', value = ''] = claim.split('=');
        const loop = graph.loops.find((each) => each.name === name);
        if (kind === 'conv') expect(graph.fanOuts.find((each) => each.router === name)?.convergence, fact).toBe(value);
        if (kind === 'body') expect(loop?.body.toSorted().join(','), fact).toBe(value.split(',').toSorted().join(','));
        if (kind === 'inside') expect(loop?.inside, fact).toContain(value);
      }
    });
  }

  for (const example of examples) {
    test(`L-DIAG-02 every fix in ${example.id} removes its diagnostic and adds no error`, () => {
      const { source } = expand(example);
      const graph = compile(parse(source));
      // A workflow or entry that is found again lets further checks run; the parser's fixes have tests of their own.
      const own = graph.diagnostics.filter(({ code }) => !/^E|C006|C008/.test(code));
      for (const diagnostic of own) {
        for (const { title, edits } of diagnostic.fixes ?? []) {
          const after = compile(parse(applyEdits(source, edits)));
          const same = ({ code, message }: Diagnostic): boolean =>
            code === diagnostic.code && message === diagnostic.message;
          const count = (of: CompiledGraph): number => of.diagnostics.filter(same).length;
          expect(count(after), `${diagnostic.code} ${title}`).toBeLessThan(count(graph));
          if (/\((?:then )?\w+.*\)$/.test(title)) continue; // the title announces what is still to be done
          const known = new Set(graph.diagnostics.map((each) => each.message));
          const added = after.diagnostics.filter((each) => each.severity === 'error' && !known.has(each.message));
          expect(
            added.map((each) => `${each.code} ${each.message}`),
            `${diagnostic.code} ${title}`,
          ).toEqual([]);
        }
      }
    });
  }

  test('L-EXPR C040 stands where the table of values says so', () => {
    const table = section.slice(section.indexOf('### 12.5'), section.indexOf('### 12.6'));
    const rows = [...table.matchAll(/`([^`]+)` \| ([^|]+?) (?=\|)/g)].map(
      (match) => [match[1] ?? '', match[2] ?? ''] as const,
    );
    expect(rows.length).toBeGreaterThan(20);
    for (const [expression, value] of rows) {
      expect(parseExpression(expression).error === undefined, expression).toBe(value !== 'C040');
    }
  });
});

test('no example of the document is skipped', () => {
  // The ids stand here so that one that gets lost, or a new one, is noticed.
  const known = `
  L-EX-01 L-EX-02 L-EX-03 L-EX-04 L-EX-05 L-EX-06 L-EX-07 L-EX-08 L-EX-09 L-EX-10
  L-EX-11 L-EX-12 L-EX-13 L-EX-14 L-EX-15 L-EX-16 L-EX-17 L-EX-18 L-EX-19 L-EX-20
  L-EX-21 L-EX-22 L-EX-23 L-EX-24 L-EX-25 L-EX-26 L-EX-27 L-EX-28 L-EX-29 L-EX-30
  L-EX-31 L-EX-32 L-EX-33 L-EX-34 L-EX-35 L-EX-36 L-EX-37 L-EX-38 L-EX-39 L-EX-40
  L-EX-41 L-EX-42 L-EX-43 L-EX-44 L-EX-45 L-EX-46 L-EX-47 L-EX-48 L-EX-49 L-EX-50
  L-EX-51 L-EX-52 L-EX-53 L-EX-54 L-EX-55 L-EX-56 L-EX-57 L-EX-58 L-EX-59 L-EX-60
  L-EX-61 L-EX-62 L-EX-63 L-EX-64 L-EX-65 L-EX-66 L-EX-67 L-EX-68
  `;
  expect(examples.map(({ id }) => id)).toEqual(known.trim().split(/\s+/));
});
