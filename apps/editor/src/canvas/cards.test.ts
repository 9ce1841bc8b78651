import { languageTable } from '@iterion/dsl';
import { describe, expect, test } from 'vitest';
import { cardsOf, noCards, startId } from './cards.ts';
import { everyKind, shown } from './graphs.fixture.ts';
import { foldingOf, groupBox } from './folding.ts';
import { kindEntry, kinds, routerModes, unknownKind } from './kinds.ts';
import { wiresOf } from './wires.ts';

const nobody = (): boolean => false;
const { graph, projection } = shown(everyKind);
const cards = cardsOf(projection, 'normal', nobody);
const card = (name: string) => {
  const found = cards.list.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no card ${name}`);
  return found;
};
const summary = (name: string): string =>
  card(name)
    .summary.map((part) => part.text)
    .join(' · ');
const chips = (name: string): string[] => card(name).chips.map((chip) => chip.text);

describe('registry', () => {
  test('E-VIS-05 has an entry for every node kind of the language table', () => {
    for (const kind of languageTable.nodeKinds) expect(Object.hasOwn(kinds, kind)).toBe(true);
    const modes = languageTable.kinds.router.properties.find((row) => row.name === 'mode')?.value;
    expect(modes?.kind === 'word' ? [...modes.words].sort() : []).toEqual(Object.keys(routerModes).sort());
  });
  test('E-VIS-05 an unknown kind is shown as one', () => {
    expect(kindEntry('teleporter')).toBe(unknownKind);
  });
  test('E-VIS-04 no two kinds of one family look the same', () => {
    const looks = languageTable.nodeKinds.map((kind) => kindEntry(kind).silhouette);
    expect(new Set(looks).size).toBe(looks.length);
  });
});

describe('cards', () => {
  test('E-VIS-09 summaries say what each kind is for', () => {
    expect(summary('writer')).toBe('claude-sonnet-4-5 · claw');
    expect(summary('checker')).toBe('${JUDGE_MODEL} · codex · high');
    expect(summary('split')).toBe('All 2 branches');
    expect(summary('both')).toBe('Waits for all 2');
    expect(summary('person')).toBe('Asks a person');
    expect(summary('lint')).toBe('make lint');
    expect(summary('score')).toBe('total');
    expect(summary('done')).toBe('1');
  });
  test('E-VIS-09 inherited parts are dim, own parts are not', () => {
    expect(card('writer').summary.map((part) => part.dim ?? false)).toEqual([false, true]);
    expect(card('checker').summary.map((part) => part.dim ?? false)).toEqual([false, false, false]);
  });
  test('E-VIS-09 chips in their order', () => {
    expect(chips('writer')).toEqual(['verdict →', 'inherit', '2 tools', 'read-only', '↑ draft']);
    expect(chips('checker')).toEqual(['→ verdict', 'verdict →']);
    expect(chips('person')).toEqual(['verdict →', '≥ 1']);
  });
  test('E-VIS-08 sizes depend on density and kind only', () => {
    expect(card('writer').size).toEqual({ width: 240, height: 76 });
    expect(card('done').size).toEqual({ width: 120, height: 36 });
    expect(cardsOf(projection, 'detailed', nobody).list.find((c) => c.name === 'writer')?.size.height).toBe(116);
  });
  test('E-VIS-08 the detailed density shows the first words of the prompt', () => {
    const detailed = cardsOf(projection, 'detailed', nobody).list.find((c) => c.name === 'writer');
    expect(detailed?.details[0]).toMatch(/^Please look at/u);
  });
  test('E-VIS-04 the start pill stands before the entry; unused ends are not shown until placed', () => {
    expect(cards.list[0]?.id).toBe(startId);
    const small = shown('agent a:\n\nworkflow w:\n  entry: a\n  a -> done\n').projection;
    expect(cardsOf(small, 'normal', nobody).list.map((c) => c.name)).toEqual(['start', 'a', 'done']);
    expect(cardsOf(small, 'normal', () => true).list.map((c) => c.name)).toEqual(['start', 'a', 'done', 'fail']);
  });
  test('E-A11Y-04 the accessible name says kind, entry, and where edges lead', () => {
    expect(card('writer').label).toBe('Agent writer, entry, from checker, to checker');
    expect(card('person').label).toBe('Human person, from both, to done when approved, otherwise to fail');
  });
  test('E-CANVAS-09 E-PERF-16 an edit of one property makes one new card', () => {
    const edited = shown(everyKind.replace('make lint', 'make check'), projection).projection;
    const next = cardsOf(edited, 'normal', nobody, cards);
    const fresh = next.list.filter((candidate) => cards.byId.get(candidate.id) !== candidate);
    expect(fresh.map((candidate) => candidate.name)).toEqual(['lint']);
  });
  test('E-CANVAS-09 an edit that changes no card gives the same list', () => {
    const commented = shown(everyKind.replace('Everything at once', 'All of it'), projection).projection;
    expect(cardsOf(commented, 'normal', nobody, cards).list).toBe(cards.list);
    expect(cardsOf(projection, 'normal', nobody, noCards).list).not.toBe(cards.list);
  });
});

describe('wires', () => {
  const wires = wiresOf(projection, graph.loops, cards.byId);
  const texts = (name: string): string[] =>
    wires.find((wire) => wire.name === name)?.chips.map((chip) => chip.text) ?? [];
  test('E-EDGE-03 condition, loop and data chips', () => {
    expect(texts('checker->split')).toEqual(['approved']);
    expect(texts('checker->writer')).toEqual(['not approved', 'again ≤ vars.rounds', '2']);
    expect(texts('person->fail')).toEqual(['otherwise']);
    expect(texts('split->lint')).toEqual([]);
  });
  test('E-EDGE-03 chips are at most 160 px wide and lie beside each other inside the label', () => {
    for (const wire of wires)
      for (const chip of wire.chips) {
        expect(chip.width).toBeLessThanOrEqual(160);
        expect(chip.x).toBeGreaterThanOrEqual(0);
        expect(chip.x + chip.width).toBeLessThanOrEqual(wire.label?.width ?? 0);
      }
  });
  test('E-EDGE-02 exits are numbered in the order of the text', () => {
    expect(wires.filter((wire) => wire.name.startsWith('split->')).map((wire) => [wire.exit, wire.exits])).toEqual([
      [0, 2],
      [1, 2],
    ]);
  });
  test('E-VIS-04 one virtual edge leads from the start pill to the entry', () => {
    expect(wires.filter((wire) => wire.source === startId).map((wire) => wire.name)).toEqual(['']);
  });
  test('E-CANVAS-09 unchanged wires are the same objects', () => {
    const edited = shown(everyKind.replace('make lint', 'make check'), projection);
    expect(wiresOf(edited.projection, edited.graph.loops, cards.byId, wires)).toBe(wires);
  });
});

describe('collapsed groups', () => {
  const grouped = shown(
    everyKind.replace('## Everything at once.', '## @group checks: lint, score\n## Everything at once.'),
  );
  const group = grouped.projection.names.get('group:checks');
  const folding = foldingOf(grouped.projection, () => true);
  const folded = cardsOf(grouped.projection, 'normal', nobody, noCards, folding);
  const wires = wiresOf(grouped.projection, grouped.graph.loops, folded.byId, [], folding.standIn);
  test('E-CANVAS-28 members give way to one card with count and kinds', () => {
    expect(folded.list.map((c) => c.name)).not.toContain('lint');
    const found = folded.list.find((c) => c.id === group);
    expect(found?.summary.map((part) => part.text)).toEqual(['2 nodes', '1 tool, 1 compute']);
    expect(found?.size).toEqual({ width: 240, height: 64 });
  });
  test('E-CANVAS-28 edges to and from members are merged per pair of cards', () => {
    const touching = wires.filter((wire) => wire.source === group || wire.target === group);
    expect(touching).toHaveLength(2);
    expect(wires.some((wire) => wire.source === wire.target)).toBe(false);
  });
  test('E-CANVAS-28 the card stands in the middle of its members', () => {
    const box = groupBox(['node:a', 'node:b'], (id) => ({
      x: id === 'node:a' ? 0 : 400,
      y: 0,
      width: 240,
      height: 76,
    }));
    expect(box).toEqual({ x: 200, y: 6, width: 240, height: 64 });
    expect(groupBox(['node:a'], () => undefined)).toBeNull();
  });
});
