import { compile, edit, parse } from '@iterion/dsl';
import { describe, expect, test } from 'vitest';
import { found, itemOf, withHead } from './libraryItem.ts';
import { patterns } from './patterns.ts';

describe('patterns', () => {
  test('E-LIB-01 all ten are there, each with title, description and tags', () => {
    expect(patterns).toHaveLength(10);
    for (const item of patterns) {
      expect(item.title).not.toBe(item.id);
      expect(item.description).not.toBe('');
      expect(item.tags.length).toBeGreaterThan(0);
    }
  });
  test.each(patterns.map((item) => [item.title, item.text]))(
    'E-LIB-02 %s compiles with zero errors',
    (_title, text) => {
      const { diagnostics, nodes } = compile(parse(text));
      expect(diagnostics.filter((problem) => problem.severity === 'error')).toEqual([]);
      expect(nodes.length).toBeGreaterThan(3);
    },
  );
  test.each(patterns.map((item) => [item.title, item.text]))(
    'E-LIB-02 %s is inserted by the function of paste, twice',
    (_title, text) => {
      let document = parse('workflow w:\n  default_backend: "claw"\n');
      for (const round of [1, 2]) {
        const result = edit(document, { op: 'pasteFragment', text });
        expect(result.ok).toBe(true);
        if (!result.ok) return;
        let next = document.text;
        for (const change of result.edits.toReversed())
          next = next.slice(0, change.start) + change.newText + next.slice(change.end);
        document = parse(next);
        expect(compile(document).edges.length).toBeGreaterThanOrEqual(3 * round);
      }
    },
  );
});

test('E-LIB-03 a saved snippet keeps its head through reading', () => {
  const text = withHead('agent a:\n', 'My  pair', 'Two\nlines', ['x', 'y']);
  expect(itemOf('s', text)).toMatchObject({ title: 'My pair', description: 'Two lines', tags: ['x', 'y'] });
  expect(compile(parse(text)).nodes.map((node) => node.id)).toContain('a');
});
test('E-LIB-01 search finds by title, description and tag', () => {
  expect(found(patterns, 'human gate').map((item) => item.id)).toContain('human_gate');
  expect(found(patterns, 'no such thing')).toEqual([]);
});
