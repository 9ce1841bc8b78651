import { type TextEdit, applyEdits } from '@iterion/dsl';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editsBetween } from '../files/lineDiff.ts';
import { sortedEdits } from './edits.fixture.ts';
import { compileDocument, parseText } from './language.ts';
import { type Projection, emptyProjection, idOf, nodeOf, project } from './projection.ts';

const source = `schema verdict:
  ok: bool

prompt sys:
  Judge it.

agent plan:
  model: "m"

judge check:
  model: "m"
  output: verdict
  system: sys

tool build:
  command: "make"

workflow main:
  entry: plan
  plan -> check
  check -> build when ok
  check -> plan as retry(3)
  build -> done
`;

function projected(text: string, previous?: Projection, before = ''): Projection {
  const graph = compileDocument(parseText(text));
  return previous
    ? project({ text, graph, changes: [editsBetween(before, text)] }, previous)
    : project({ text, graph }, emptyProjection);
}
function after(change: (text: string) => string): { readonly before: Projection; readonly now: Projection } {
  const before = projected(source);
  const text = change(source);
  return { before, now: projected(text, before, source) };
}

describe('E-DOC-13 identity', () => {
  test('E-DOC-13 a rename in the text keeps the id of the node and of its edges', () => {
    const { before, now } = after((text) => text.replaceAll('check', 'verify'));
    expect(idOf(now, 'node', 'verify')).toBe(idOf(before, 'node', 'check'));
    expect(idOf(now, 'edge', 'plan->verify')).toBe(idOf(before, 'edge', 'plan->check'));
    expect(idOf(now, 'edge', 'verify->build')).toBe(idOf(before, 'edge', 'check->build'));
    expect(nodeOf(now, 'node:check')?.name).toBe('verify');
  });

  test('E-DOC-13 reordering declarations changes no id and no object', () => {
    const block = 'tool build:\n  command: "make"\n\n';
    const { before, now } = after((text) => block + text.replace(block, ''));
    expect(new Set(now.items.keys())).toEqual(new Set(before.items.keys()));
    for (const [id, view] of now.items) expect(view).toBe(before.items.get(id));
  });

  test('E-DOC-13 a renamed node stays itself though its content changes with it', () => {
    const { before, now } = after((text) => text.replaceAll('plan', 'draft').replace('model: "m"', 'model: "n"'));
    expect(idOf(now, 'node', 'draft')).toBe(idOf(before, 'node', 'plan'));
  });

  test('E-DOC-13 a new node with the old name of a renamed one gets an id of its own', () => {
    const first = projected(source);
    const renamed = source.replaceAll('check', 'verify');
    const second = projected(renamed, first, source);
    const text = `agent check:\n  model: "z"\n\n${renamed}`;
    const third = projected(text, second, renamed);
    expect(idOf(third, 'node', 'verify')).toBe('node:check');
    expect(idOf(third, 'node', 'check')).not.toBe('node:check');
  });

  test('E-DOC-13 a header renamed letter by letter keeps its id while edges still say the old name, and back again', () => {
    const first = projected(source);
    const renamed = source.replace('judge check:', 'judge check2:');
    const second = projected(renamed, first, source);
    expect(idOf(second, 'node', 'check2')).toBe('node:check');
    expect(idOf(second, 'node', 'check')).not.toBe('node:check');
    const third = projected(renamed.replace('check2:', 'check23:'), second, renamed);
    expect(idOf(third, 'node', 'check23')).toBe('node:check');
    const back = projected(source, third, renamed.replace('check2:', 'check23:'));
    expect(idOf(back, 'node', 'check')).toBe('node:check');
    expect(idOf(back, 'edge', 'plan->check')).toBe(idOf(first, 'edge', 'plan->check'));
  });

  test('E-DOC-13 a deleted node that comes back is the same item', () => {
    const first = projected(source);
    const without = source
      .replace('tool build:\n  command: "make"\n\n', '')
      .replace('  check -> build when ok\n', '')
      .replace('  build -> done\n', '');
    const second = projected(without, first, source);
    expect(idOf(second, 'node', 'build')).toBeUndefined();
    const third = projected(source, second, without);
    expect(idOf(third, 'node', 'build')).toBe(idOf(first, 'node', 'build'));
    expect(idOf(third, 'edge', 'build->done')).toBe(idOf(first, 'edge', 'build->done'));
  });

  test('E-DOC-13 ids are unique whatever is typed', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
        let text = source;
        let at = projected(text);
        for (let n = 0; n < 4; n++) {
          const edits = sortedEdits(text, numbers);
          const next = applyEdits(text, edits);
          at = project({ text: next, graph: compileDocument(parseText(next)), changes: [edits] }, at);
          const ids = [...at.nodes, ...at.edges, ...at.declarations].map((view) => view.id);
          expect(new Set(ids).size).toBe(ids.length);
          text = next;
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('E-DOC-14 sharing', () => {
  test('E-DOC-14 an insertion above leaves every view the same object', () => {
    const { before, now } = after((text) => `## a note\n\n${text}`);
    expect(now.nodes).toBe(before.nodes);
    expect(now.edges).toBe(before.edges);
    expect(now.declarations).toBe(before.declarations);
    expect(now.places).not.toEqual(before.places);
  });

  test('E-DOC-14 one changed property makes one new node', () => {
    const { before, now } = after((text) => text.replace('command: "make"', 'command: "make all"'));
    const changed = now.nodes.filter((view) => before.items.get(view.id) !== view);
    expect(changed.map((view) => view.name)).toEqual(['build']);
    expect(now.edges).toBe(before.edges);
  });

  test('E-DOC-14 over random edits, views with equal content are the same objects', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
        const edits: TextEdit[] = sortedEdits(source, numbers);
        const text = applyEdits(source, edits);
        const before = projected(source);
        const now = project({ text, graph: compileDocument(parseText(text)), changes: [edits] }, before);
        const bare = (value: unknown): string =>
          JSON.stringify(value, (key, inner: unknown) =>
            ['range', 'nameRange', 'props', 'index', 'fingerprint'].includes(key) ? undefined : inner,
          );
        for (const [id, view] of now.items) {
          const old = before.items.get(id);
          if (!old || bare(old) !== bare(view)) continue;
          const sameProps = JSON.stringify(propsOf(old)) === JSON.stringify(propsOf(view));
          if (sameProps) expect(view).toBe(old);
        }
      }),
      { numRuns: 80 },
    );
  });
});

function propsOf(view: unknown): string[] {
  const { data } = view as { data?: { props?: object } | null };
  return Object.keys(data?.props ?? {});
}

describe('E-DOC-07 last good graph', () => {
  test('E-DOC-07 a declaration that stops parsing stays as it was, marked stale; the others are live', () => {
    const { before, now } = after((text) => text.replace('agent plan:', 'agnt plan:').replace('"make"', '"make all"'));
    const plan = nodeOf(now, 'node:plan');
    expect(plan).toMatchObject({ name: 'plan', kind: 'agent', stale: true });
    expect(plan?.data).toBe(nodeOf(before, 'node:plan')?.data);
    expect(nodeOf(now, 'node:build')).toMatchObject({ stale: false });
    expect(now.items.has('edge:plan->check')).toBe(true);
  });

  test('E-DOC-07 an edge line that stops parsing stays, dimmed', () => {
    const { now } = after((text) => text.replace('build -> done', 'build -> '));
    expect(now.items.get('edge:build->done')).toMatchObject({ type: 'edge', stale: true });
    expect(now.items.get('edge:plan->check')).toMatchObject({ stale: false });
  });

  test('E-DOC-07 a workflow whose header is broken keeps its edges', () => {
    const { before, now } = after((text) => text.replace('workflow main:', 'workflw main:'));
    expect(now.edges.map((edge) => edge.id).sort()).toEqual(before.edges.map((edge) => edge.id).sort());
    expect(now.edges.every((edge) => edge.stale)).toBe(true);
  });

  test('E-DOC-07 what is deleted while something else is broken does not linger', () => {
    const { now } = after((text) =>
      text.replace('agent plan:', 'agnt plan:').replace('tool build:\n  command: "make"\n\n', ''),
    );
    expect(nodeOf(now, 'node:build')?.kind).toBe('missing');
  });

  test('E-DOC-07 mended text is live again, as the same item', () => {
    const first = projected(source);
    const broken = source.replace('agent plan:', 'agnt plan:');
    const second = projected(broken, first, source);
    const third = projected(source, second, broken);
    expect(nodeOf(third, 'node:plan')).toMatchObject({ stale: false });
    expect(third.nodes.map((node) => node.id).sort()).toEqual(first.nodes.map((node) => node.id).sort());
  });
});

test('X-02 an edge to an undeclared name shows the name', () => {
  const now = projected(source.replace('build -> done', 'build -> nowhere'));
  expect(nodeOf(now, 'node:nowhere')).toMatchObject({ name: 'nowhere', kind: 'missing', data: null });
  expect(now.items.get('edge:build->nowhere')).toMatchObject({ target: 'node:nowhere' });
});

test('E-EDGE-03 the unconditional edge beside conditional ones is the other way', () => {
  const now = projected(source.replace('check -> plan as retry(3)', 'check -> plan as retry(3)\n  check -> done'));
  expect(now.edges.filter((edge) => edge.otherwise).map((edge) => edge.name)).toEqual(['check->plan', 'check->done']);
});

test('E-DIAG-03 problems are counted at the items that the diagnostics name', () => {
  const now = projected(source.replace('output: verdict', 'output: nothing'));
  expect(now.problems.get('node:check')?.errors).toBeGreaterThan(0);
  expect(now.problems.get('node:plan')).toBeUndefined();
});
