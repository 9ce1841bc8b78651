import { compile, edit, parse } from '@iterion/dsl';
import { describe, expect, test } from 'vitest';
import { found, idOf, itemOf, withHead } from './libraryItem.ts';
import { faultOf, fill, presentOf } from './parameters.ts';
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

test.each(patterns.map((item) => [item.title, item] as const))(
  'E-LIB-02 %s asks for what its text has, and is valid with every answer',
  (_title, item) => {
    expect(item.parameters.length).toBe(item.text.match(/^## param: /gmu)?.length);
    expect(item.parameters.length).toBeGreaterThan(0);
    const answers = item.parameters.map(({ kind }, index) =>
      kind === 'name' ? `renamed_${index}` : kind === 'model' ? 'anthropic/claude-haiku-4-5' : '7',
    );
    const filled = fill(item.text, item.parameters, answers);
    if (!filled.ok) throw new Error(filled.reason);
    const graph = compile(parse(filled.text));
    expect(graph.diagnostics.filter((problem) => problem.severity === 'error')).toEqual([]);
    for (const [index, { kind, of }] of item.parameters.entries()) {
      if (kind === 'name') expect(graph.nodes.map(({ id }) => id)).toContain(answers[index]);
      if (kind === 'bound')
        expect(graph.loops.find(({ name }) => name === of[0])?.bound).toEqual({ kind: 'literal', value: 7 });
    }
    const models = item.parameters.filter(({ kind }) => kind === 'model').flatMap(({ of }) => of);
    expect(filled.text.match(/^ {2}model: "anthropic\/claude-haiku-4-5"$/gmu)?.length ?? 0).toBe(models.length);
  },
);

test('E-LIB-02 unchanged answers leave the text as it is; two names may be swapped; what cannot be is refused', () => {
  const text =
    '## param: name a | First\n## param: name b\n## param: name gone\n\nagent a:\nagent b:\nworkflow w:\n  a -> b\n';
  const { parameters } = itemOf('x', text);
  expect(parameters.map(({ label }) => label)).toEqual(['First', 'Name of b']);
  expect(fill(text, parameters, ['a', 'b'])).toEqual({ ok: true, text });
  expect(fill(text, parameters, ['b', 'a'])).toMatchObject({
    ok: true,
    text: expect.stringContaining('b -> a') as string,
  });
  expect(fill(text, parameters, ['b', 'b'])).toMatchObject({ ok: false });
  const [name, bound] = [parameters[0], { kind: 'bound', of: ['l'], label: '', value: '3' }] as const;
  expect(name && faultOf(name, 'two words', (given) => (given.includes(' ') ? 'no spaces' : null))).toBe('no spaces');
  expect(['0', '1.5', '', 'x'].map((value) => faultOf(bound, value, () => null))).not.toContain(null);
  expect(faultOf(bound, '12', () => null)).toBeNull();
});

test('E-LIB-03 a saved snippet keeps its head and what it asks for through reading', () => {
  const own = 'agent a:\n  model: "m/x"\n\nagent b:\n  model: "m/x"\n\nworkflow selection:\n  a -> b as again(4)\n';
  const offered = presentOf(compile(parse(own)));
  expect(offered.map(({ label, value }) => `${label}: ${value}`)).toEqual([
    'Name of a: a',
    'Name of b: b',
    'Model of a and b: m/x',
    'Rounds of again, at most: 4',
  ]);
  const head = { title: 'My  pair', description: 'Two\nlines', tags: ['x', 'y'], parameters: offered.slice(1) };
  const text = withHead(own, head);
  const item = itemOf('s', text);
  expect(item).toMatchObject({ title: 'My pair', description: 'Two lines', tags: ['x', 'y'] });
  expect(item.parameters).toEqual(offered.slice(1));
  expect(compile(parse(text)).nodes.map((node) => node.id)).toContain('a');
  expect([idOf('My Über-Pair!'), idOf('  '), idOf('日本')]).toEqual(['my-uber-pair', 'snippet', 'snippet']);
});
test('E-LIB-01 search finds by title, description and tag; tags narrow', () => {
  expect(found(patterns, 'human gate').map((item) => item.id)).toContain('human_gate');
  expect(found(patterns, 'no such thing')).toEqual([]);
  expect(found(patterns, '', ['human']).map((item) => item.id)).toEqual(['human_gate', 'ask_when_unsure']);
  expect(found(patterns, 'sure', ['human', 'judge']).map((item) => item.id)).toEqual(['ask_when_unsure']);
});
