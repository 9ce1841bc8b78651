import { compile, parse } from '@iterion/dsl';
import type { PropertyOwner } from '@iterion/dsl';
import { expect, test } from 'vitest';
import { formProblems } from './formProblems.ts';
import { writtenOf } from './reading.ts';
import { rowsOf } from './rows.ts';

const text = `agent a:
  model: "m/x"
  memory:
    enabled: true
    odd: 3
  compaction:
    threshold: 12
  mood: "blue"

mcp_server s:
  transport: http
  url: "https://x.example"

workflow w:
  default_backend: "claw"
  budget:
    max_tokens: -3

  a -> nobody
`;
const document = parse(text);
const graph = compile(document);
function problemsOf(ref: PropertyOwner) {
  const written = writtenOf(document, ref);
  if (!written) throw new Error('not written');
  const own = graph.diagnostics.filter(
    ({ range }) => range.start.offset >= written.start && range.start.offset <= written.end,
  );
  const { ofFields, ofAll } = formProblems(own, written.statements, rowsOf(ref, graph));
  return {
    fields: Object.fromEntries([...ofFields].map(([path, problems]) => [path, problems.map(({ code }) => code)])),
    all: ofAll.map(({ code }) => code),
  };
}

test('E-DIAG-03 E-A11Y-13 a problem belongs to its innermost field, an absent one by its path; the rest is about the whole', () => {
  expect(problemsOf({ space: 'node', name: 'a' }), 'unknown text shows its own').toEqual({
    fields: { 'compaction.threshold': ['C043'], 'memory.scope': ['C048'] },
    all: [],
  });
  expect(problemsOf({ space: 'mcp_server', name: 's' })).toEqual({ fields: {}, all: ['C124'] });
  expect(problemsOf({ space: 'workflow', name: 'w' }).fields, 'edges show their own').toMatchObject({
    entry: ['C008'],
    'budget.max_tokens': [expect.any(String) as string],
  });
});
