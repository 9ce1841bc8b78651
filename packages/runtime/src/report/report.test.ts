// The report as a function of the log (R-RECIPE-12, R-RECIPE-20, R-RECIPE-21).
import type { EventType, RunEvent } from '@iterion/engine';
import { expect, test } from 'vitest';
import { countsOf } from '../recipes/benchmark.ts';
import { place, scripted, startText } from '../runs.fixture.ts';
import { reportJson, reportOf } from './report.ts';
import { reportCsv } from './reportCsv.ts';
import { reportHtml } from './reportHtml.ts';
import { reportMarkdown } from './reportMarkdown.ts';

const WORKFLOW = `schema result:
  ok: bool
  note: string
judge critic:
  backend: "claw"
  output: result
  publish: verdict
workflow w:
  budget:
    max_tokens: 100
  entry: critic
  critic -> critic when not ok as again(3)
  critic -> done when ok
`;

/** The log of a real run with two passes and a retry. */
async function log(): Promise<RunEvent[]> {
  const at = place();
  const { execute } = scripted({
    critic: [
      { output: { ok: false, note: '| a | <b>' }, tokens: 5 },
      { fails: 'TOOL_FAILED_TRANSIENT', tokens: 2 },
      { output: { ok: true, note: '`x`\n# y' }, tokens: 7 },
    ],
  });
  const { runId, done } = await startText(WORKFLOW, at, { execute });
  await done;
  return [...at.store.events(runId).events];
}

test('R-RECIPE-12 tokens and cost are the sum of usage_recorded, model calls those of llm_request and the turns of delegates, retries three kinds', async () => {
  const real = await log();
  const first = real.find(({ type }) => type === 'node_started');
  const extra = (type: EventType, data: object): RunEvent =>
    ({ ...first, type, data, timestamp: first?.timestamp }) as unknown as RunEvent;
  const error = { code: 'RATE_LIMITED', message: 'slow' };
  const more = [
    extra('llm_request', { step: 1, model: 'm' }),
    extra('llm_request', { step: 2, model: 'm' }),
    extra('llm_retry', { error: 'slow', delay_ms: 1, attempt: 1 }),
    extra('delegate_retry', { error: 'slow', delay_ms: 1, attempt: 1 }),
    extra('delegate_finished', { backend: 'codex', duration_ms: 1, tokens: 1, exit_code: 0, turns: 3 }),
    extra('node_recovery', { code: 'RATE_LIMITED', reason: 'x', action: 'retry', attempt: 1, error }),
    extra('node_recovery', { code: 'RATE_LIMITED', reason: 'x', action: 'pause', attempt: 1, error }),
    extra('node_recovery', { code: 'CONTEXT_LENGTH_EXCEEDED', reason: 'x', action: 'compact', attempt: 1, error }),
    extra('usage_recorded', {
      model: 'm',
      input_tokens: 10,
      output_tokens: 4,
      cost_usd: 0.5,
      cost_source: 'table',
      source: 'delegate',
    }),
    extra('schema_repair', { round: 1, violations: [] }),
  ];
  const at = real.findIndex(({ type }) => type === 'node_finished');
  const events = [...real.slice(0, at), ...more, ...real.slice(at)].map((event, seq): RunEvent => ({ ...event, seq }));
  const { metrics } = reportJson(reportOf(events)) as { metrics: Record<string, unknown> };
  expect(metrics).toMatchObject({
    total_tokens: 14 + 14,
    total_input_tokens: 14 + 10,
    total_output_tokens: 4,
    model_calls: 2 + 3,
    retries: 1 + 3,
    repairs: 1,
    loop_edges: 1,
    node_count: 3,
  });
  expect(metrics['total_cost_usd']).toBeCloseTo(0.003 + 0.5, 9);
  expect(countsOf(events)).toEqual({ retries: 4, loop_traversals: 1 });
});

test('R-RECIPE-21 the same metrics without a store, a clock or a graph: equal logs, equal reports', async () => {
  const events = await log();
  const again = JSON.parse(JSON.stringify(events)) as RunEvent[];
  expect(reportJson(reportOf(again))).toEqual(reportJson(reportOf(events)));
  expect(reportMarkdown(reportOf(again))).toBe(reportMarkdown(reportOf(events)));
});

test('R-RECIPE-20 sections of the report, and values that cannot break out of their cells', async () => {
  const text = reportMarkdown(reportOf(await log()));
  const sections = text.split('\n').filter((line) => line.startsWith('#'));
  expect(sections[0]).toMatch(/^# w · run/);
  expect(sections.slice(1)).toEqual([
    '## Summary',
    '## Budget',
    '## Cost by model',
    '## Cost by node',
    '## Cost by loop',
    '## Artifacts',
    '## Loops',
    '## Timeline',
  ]);
  expect(text).toContain('| tokens | 100 | 14 |');
  expect(text).toMatch(/\| again \| main \| 1 \| 3 \|/);
  expect(text).toContain('\\| a \\|');
  expect(text).not.toContain('<b>');
  for (const row of text.split('\n').filter((line) => line.startsWith('| verdict')))
    expect(row.replaceAll('\\|', '').split('|')).toHaveLength(7);
});

test('E-RUN-32 cost by model, node and loop add up to the totals of the fold; an unknown price is a lower bound', async () => {
  const events = await log();
  const { costs, view } = reportOf(events);
  for (const by of ['model', 'node', 'loop'] as const) {
    expect(
      costs[by].reduce((sum, { tokens }) => sum + tokens, 0),
      by,
    ).toBe(view.totals.tokens);
    expect(
      costs[by].reduce((sum, { cost_usd }) => sum + cost_usd, 0),
      by,
    ).toBeCloseTo(view.totals.cost_usd, 9);
  }
  const unpriced = events.map((event) =>
    event.type === 'usage_recorded' ? { ...event, data: { ...event.data, cost_usd: null } } : event,
  );
  expect(reportMarkdown(reportOf(unpriced))).toContain('| at least $0.00 |');
});

test('E-RUN-32 the HTML report is one file without scripts in which values are text; the CSV has a row per execution and no formula', async () => {
  const events = await log();
  const report = reportOf(events);
  const html = reportHtml(report);
  expect(html).not.toMatch(/<script|<b>|https?:\/\/|\son\w+=/i);
  expect(html).toContain("default-src 'none'");
  expect(html).toContain('&lt;b&gt;');
  for (const heading of ['Summary', 'Cost by model', 'Artifacts', 'Timeline'])
    expect(html).toContain(`<h2>${heading}</h2>`);
  const lines = reportCsv(report).trimEnd().split('\r\n');
  expect(lines).toHaveLength(1 + report.view.executions.length);
  expect(lines[1]).toMatch(/^critic,judge,main,0,again 1,finished,/);
  const [first] = report.view.executions;
  const evil = {
    ...report,
    view: { ...report.view, executions: first === undefined ? [] : [{ ...first, error: '=1+"x",\n' }] },
  };
  expect(reportCsv(evil)).toContain(`"'=1+""x"",\n"`);
});
