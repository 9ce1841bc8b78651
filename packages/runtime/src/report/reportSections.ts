// What a report says, as data (R-RECIPE-20, E-RUN-32): tables and the timeline, in order. Markdown and HTML are two ways to print it.
import type { View } from '@iterion/engine';
import { cost, seconds } from './numbers.ts';
import type { Report, ReportStep } from './report.ts';
import { openInteractions, simulatedNote } from './viewFacts.ts';

export interface ReportTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
export interface TimelineRow extends ReportStep {
  /** How deep the branch lies. */
  readonly depth: number;
  readonly paid: string;
}

export function summaryRows({
  view,
  durationS,
  retries,
  repairs,
  activations,
  loopEdges,
}: Report): readonly (readonly [string, string])[] {
  const { run, totals } = view;
  const rows: (readonly [string, string])[] = [
    ['Workflow', run.workflow_name],
    ['Status', run.status],
    ['Created', run.created_at ?? ''],
    ['Finished', run.finished_at ?? ''],
    ['Active / total time', `${seconds(run.usage.active_s)} / ${seconds(durationS)}`],
    [
      'Tokens in / out / cached',
      [totals.input_tokens, totals.output_tokens, totals.cache_read_tokens + totals.cache_write_tokens]
        .map((n) => n.toLocaleString('en-US'))
        .join(' / '),
    ],
    ['Cost', cost(totals.cost_usd, totals.cost_incomplete)],
    ['Model calls', String(totals.model_calls)],
    ['Activations', String(activations)],
    ['Loop passes', String(loopEdges)],
    ['Repairs / retries', `${repairs} / ${retries}`],
    ['Recipe', run.recipe?.name ?? ''],
    ['Verdict', verdictText(view)],
    ['Simulated', simulatedNote(view)],
    ['Error', run.failure === null ? '' : `${run.failure.code}: ${run.failure.message}`],
    ['Hint', run.failure?.hint ?? ''],
  ];
  return rows.filter(([, value]) => value !== '');
}

function verdictText({ verdict }: View): string {
  if (verdict === undefined) return '';
  const others = Object.entries(verdict.secondary).map(([name, value]) => `, ${name} = ${JSON.stringify(value)}`);
  const word = verdict.success ? 'success' : 'no success';
  return `${word}: ${verdict.metric} = ${JSON.stringify(verdict.value)}${others.join('')}`;
}

/** Tables without rows are left out. */
export function reportTables(report: Report): readonly ReportTable[] {
  const { view } = report;
  return [
    {
      title: 'Budget',
      head: ['Dimension', 'Limit', 'Used'],
      rows: Object.entries(view.budget)
        .filter(([, { limit }]) => limit !== null)
        .map(([dimension, { used, limit }]) => [dimension, String(limit), String(Math.round(used * 1e6) / 1e6)]),
    },
    ...(['model', 'node', 'loop'] as const).map((by) => ({
      title: `Cost by ${by}`,
      head: [by.replace(/^./, (first) => first.toUpperCase()), 'Tokens', 'Cost'],
      rows: report.costs[by].map(({ name, tokens, cost_usd, incomplete }) => [
        name,
        tokens.toLocaleString('en-US'),
        cost(cost_usd, incomplete),
      ]),
    })),
    {
      title: 'Artifacts',
      head: ['Name', 'Node', 'Version', 'Branch', 'Value'],
      rows: report.artifacts.map(({ publish, node_id, version, branch_id, summary: value }) => [
        publish,
        node_id,
        String(version),
        branch_id,
        value,
      ]),
    },
    {
      title: 'Loops',
      head: ['Loop', 'Branch', 'Passes', 'Bound'],
      rows: Object.entries(view.loops).flatMap(([name, branches]) =>
        Object.entries(branches).map(([branch, loop]) => [
          name,
          branch,
          String(loop.traversals),
          String(loop.max ?? ''),
        ]),
      ),
    },
  ].filter(({ rows }) => rows.length > 0);
}

export function openQuestions({ view }: Report): ReportTable {
  return {
    title: 'Open questions',
    head: ['Interaction', 'Node', 'Kind'],
    rows: openInteractions(view).map(({ interaction_id, node_id, kind }) => [interaction_id, node_id, kind]),
  };
}

export function timelineRows({ view, steps }: Report): readonly TimelineRow[] {
  const depths = new Map<string, number>();
  for (const { branch_id, parent } of view.branches)
    depths.set(branch_id, parent === null ? 0 : (depths.get(parent) ?? 0) + 1);
  return steps.map((step) => ({
    ...step,
    depth: depths.get(step.branch_id ?? 'main') ?? 0,
    paid: step.cost_usd === undefined || step.cost_usd === 0 ? '' : cost(step.cost_usd, false),
  }));
}

/** What the whole of it is: made up, in part or not at all. */
export function simulatedTitle({ run }: View): string {
  return run.simulated === null || run.simulated.part === true ? '' : `SIMULATED with seed ${run.simulated.seed}`;
}
