// The generated reference is up to date, complete and true: every graph that compiles satisfies the schema, every kind, property and
// code has its place, and the grammar is the specification's.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CODES, ENVIRONMENT_CODES } from '../check/registry.ts';
import { compile } from '../compile/compile.ts';
import { parse } from '../document.ts';
import { everything } from '../fixtures/everything.ts';
import { languageTable } from '../language/index.ts';
import type { PropertyRow } from '../language/table.ts';
import { FIXED, grammar } from './grammar.ts';
import { graphSchema, type JsonSchema } from './graphSchema.ts';
import { languagePage } from './languagePage.ts';
import { GRAPH_SOURCES, referencePages } from './pages.ts';
import { nestedRows } from './rows.ts';

const root = new URL('../../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const sources = GRAPH_SOURCES.map((name) => read(`packages/dsl/src/${name}`));
const schema = graphSchema(sources);

/** What is wrong with a value under a schema made of the keywords that ours uses; a keyword it does not know is a fault, too. */
function faults(value: unknown, under: JsonSchema, at = ''): string[] {
  const {
    $ref,
    anyOf,
    const: constant,
    enum: values,
    type,
    items,
    properties,
    required,
    additionalProperties,
    ...rest
  } = under;
  const unknown = Object.keys(rest).filter((keyword) => !['$schema', 'title', '$defs'].includes(keyword));
  if (unknown.length > 0) return [`${at}: keyword ${unknown.join()}`];
  if (typeof $ref === 'string') {
    const target = (schema['$defs'] as { readonly [name: string]: JsonSchema })[$ref.replace('#/$defs/', '')];
    return target === undefined ? [`${at}: ${$ref} leads nowhere`] : faults(value, target, at);
  }
  if (Array.isArray(anyOf)) {
    const tries = (anyOf as JsonSchema[]).map((each) => faults(value, each, at));
    return tries.some((found) => found.length === 0)
      ? []
      : [`${at}: none of ${tries.length} fits`, ...(tries.toSorted((a, b) => a.length - b.length)[0] ?? [])];
  }
  if ('const' in under)
    return value === constant ? [] : [`${at}: ${JSON.stringify(value)} is not ${JSON.stringify(constant)}`];
  if (Array.isArray(values))
    return values.includes(value) ? [] : [`${at}: ${JSON.stringify(value)} is not one of ${values.join()}`];
  const actual = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  if (type !== actual) return [`${at}: ${actual} instead of ${String(type)}`];
  if (Array.isArray(value)) return value.flatMap((each, i) => faults(each, items as JsonSchema, `${at}/${i}`));
  if (typeof value !== 'object' || value === null) return [];
  const known = (properties ?? {}) as { readonly [name: string]: JsonSchema };
  const missing = ((required ?? []) as string[])
    .filter((name) => !(name in value))
    .map((name) => `${at}: lacks ${name}`);
  const inside = Object.entries(value).flatMap(([name, each]) => {
    const own = known[name];
    if (own !== undefined) return faults(each, own, `${at}/${name}`);
    return typeof additionalProperties === 'object'
      ? faults(each, additionalProperties as JsonSchema, `${at}/${name}`)
      : [`${at}: has ${name}`];
  });
  return [...missing, ...inside];
}

/** The graph as it is sent: plain JSON. */
const plainGraph = (text: string): unknown => JSON.parse(JSON.stringify(compile(parse(text))));

const examples = readdirSync(new URL('examples', root)).filter((name) => name.endsWith('.iter'));
const conformance = [...read('docs/spec/language.md').matchAll(/```iter\n([\s\S]*?)```/g)].map(([, text = '']) => text);

test('E-DIAG-08 docs/reference holds what scripts/generate-docs.mjs writes and nothing else', () => {
  const pages = referencePages(sources);
  for (const [name, text] of pages)
    expect(read(`docs/reference/${name}`), `${name}: run scripts/generate-docs.mjs`).toBe(text);
  const there = readdirSync(new URL('docs/reference', root), { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  );
  expect(there).toHaveLength(pages.size);
});

test('L-IR-02 the graph of every example satisfies the schema', () => {
  expect(examples.length).toBeGreaterThan(5);
  for (const name of examples) expect(faults(plainGraph(read(`examples/${name}`)), schema), name).toEqual([]);
});

test('L-IR-02 so do the graphs of the file with everything, of the conformance examples and of all examples of the diagnostics', () => {
  const texts = [
    everything,
    ...conformance,
    ...[...CODES.values()].flatMap(({ failing, mended }) => [failing, mended]),
  ];
  expect(texts.length).toBeGreaterThan(200);
  for (const text of texts) expect(faults(plainGraph(text), schema), text).toEqual([]);
});

test('L-IR-02 the schema refuses a graph that lacks a part, has another one or a wrong value', () => {
  const graph = plainGraph(everything) as { nodes: { [key: string]: unknown }[] } & { [key: string]: unknown };
  const { hash: _, ...withoutHash } = graph;
  expect(faults(withoutHash, schema)).toEqual([': lacks hash']);
  expect(faults({ ...graph, more: 1 }, schema)).toEqual([': has more']);
  expect(faults({ ...graph, irVersion: 2 }, schema)).not.toEqual([]);
  const [first, ...others] = graph.nodes;
  expect(faults({ ...graph, nodes: [{ ...first, kind: 'robot' }, ...others] }, schema)).not.toEqual([]);
});

test('L-IR-02 every field of every type of the graph is in the schema', () => {
  const text = JSON.stringify(schema);
  const withoutComments = sources[0]?.replace(/\/\/.*$/gm, '') ?? '';
  const fields = [...withoutComments.matchAll(/(\w+)\??:(?!\/)/g)].map(([, name]) => name ?? '');
  expect(fields.length).toBeGreaterThan(200);
  for (const field of fields) if (!['k', 'property', 'v'].includes(field)) expect(text, field).toContain(`"${field}"`);
});

/** Every row of the table, nested ones included. */
function allRows(rows: readonly PropertyRow[]): PropertyRow[] {
  return rows.flatMap((row) => [row, ...allRows(nestedRows(row.value) ?? [])]);
}
const tableRows = Object.values(languageTable.kinds).flatMap(({ properties }) => allRows(properties));

test('E-INSP-02 the reference of the language names every kind and property with its help, synonyms and codes', () => {
  const page = languagePage();
  for (const name of languageTable.topLevelOrder) expect(page).toContain(`\n## ${name}\n`);
  for (const { name, help, synonyms, diagnostics } of tableRows) {
    expect(page).toContain(`| \`${name}\``);
    expect(page).toContain(help.replaceAll('|', '\\|'));
    for (const synonym of synonyms ?? []) expect(page).toContain(`(\`${synonym}\`)`);
    for (const code of diagnostics ?? []) {
      expect(page).toContain(`diagnostics/${code}.md`);
      expect([...CODES.keys(), ...ENVIRONMENT_CODES.keys()]).toContain(code);
    }
  }
  const anchors = new Set([...page.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => `#${id}`));
  for (const name of languageTable.topLevelOrder) anchors.add(`#${name}`);
  for (const [, target = ''] of page.matchAll(/\]\((#[^)]+)\)/g)) expect(anchors, target).toContain(target);
});

test('L-GRAMMAR §10 the productions without a table are those of the specification; all that are named exist', () => {
  const squeezed = (text: string): string => text.replace(/\(\*.*?\*\)/gs, '').replace(/\s+/g, ' ');
  const specification = squeezed(read('docs/spec/language.md'));
  for (const production of FIXED.split(/ ;[^\n]*\n+/)) expect(specification).toContain(squeezed(production).trim());
  const text = grammar()
    .replace(/\(\*[\s\S]*?\*\)/g, '')
    .replace(/"[^"\n]*"|<[^>]*>/g, '');
  const defined = new Set([...text.matchAll(/^(\w+)(?:\(x\))?\s+=/gm)].map(([, name]) => name));
  const named = new Set([...text.matchAll(/\b[a-z_]+\b/g)].map(([name]) => name).filter((name) => name !== 'x'));
  expect([...named].filter((name) => !defined.has(name))).toEqual([]);
  for (const { name } of tableRows) expect(grammar()).toContain(`"${name}" ":" `);
});
