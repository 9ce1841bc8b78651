// The fixes that people are promised (E-DIAG-07) and the pages behind *Explain* (E-DIAG-08), for one instance of each code.
import { codeRow, compile, parse } from '@iterion/dsl';
import type { Code, CompiledGraph } from '@iterion/dsl';
import { expect, test } from 'vitest';
import { explanationOf } from './explainPages.ts';

/** The table of E-DIAG-07, `E020` standing for a value that does not fit its type. */
const promised: readonly Code[] = [
  'C001',
  'C015',
  'C029',
  'C002',
  'C003',
  'C035',
  'C004',
  'C005',
  'C026',
  'C008',
  'C016',
  'C010',
  'C011',
  'C012',
  'C013',
  'C014',
  'C031',
  'C034',
  'C009',
  'C017',
  'C018',
  'C019',
  'C020',
  'C021',
  'C022',
  'C023',
  'C024',
  'C041',
  'C042',
  'C025',
  'C038',
  'C039',
  'C043',
  'C027',
  'C037',
  'C032',
  'C033',
  'E012',
  'E020',
  'E021',
  'E030',
];

/** Where the example of the language package leaves nothing to offer: a fix needs somebody who could do it. */
const instances: { readonly [code: string]: string } = {
  C035: `agent a:
  model: "m"
  output: o
agent b:
  model: "m"
  user: p
prompt p:
  Read {{artifacts.plan.text}}.
schema o:
  text: string
workflow w:
  default_backend: "claw"
  entry: a
  a -> b
  b -> done
`,
};

const errorsOf = (graph: CompiledGraph): number =>
  graph.diagnostics.filter(({ severity }) => severity === 'error').length;

test.each(promised)(
  'X-70 E-DIAG-07 %s has a fix that removes it and adds no error, and a page that explains it',
  (code) => {
    const text = instances[code] ?? codeRow(code).failing;
    const before = compile(parse(text));
    const problem = before.diagnostics.find((each) => each.code === code);
    if (!problem) throw new Error(`the example does not report ${code}`);
    expect(problem.fixes?.length ?? 0, problem.message).toBeGreaterThan(0);
    const results = (problem.fixes ?? []).map((fix) => {
      let after = text;
      for (const { start, end, newText } of fix.edits.toReversed())
        after = after.slice(0, start) + newText + after.slice(end);
      const graph = compile(parse(after));
      const count = (of: CompiledGraph): number => of.diagnostics.filter((each) => each.code === code).length;
      return count(graph) < count(before) && errorsOf(graph) <= errorsOf(before);
    });
    expect(results, problem.fixes?.map(({ title }) => title).join(' | ')).toContain(true);
    expect(explanationOf(code), 'its page').toContain('**What to do:**');
  },
);
