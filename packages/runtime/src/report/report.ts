// A run as a report (R-RECIPE-20, R-RECIPE-21): metrics from the log alone (R-RECIPE-12), steps, artifacts.
import { isMap, viewAll, emptyView, type Json, type JsonMap, type RunEvent, type View } from '@iterion/engine';
import { countsOf } from '../recipes/benchmark.ts';
import { eventLine } from './eventLine.ts';
import { oneLine } from './plainText.ts';

export interface ReportStep {
  readonly seq: number;
  /** Seconds since the start of the run. */
  readonly time: number;
  readonly type: string;
  readonly node_id?: string;
  readonly branch_id?: string;
  readonly iteration?: number;
  readonly summary: string;
  readonly detail?: string;
  readonly tokens?: number;
  readonly cost_usd?: number;
}

interface ReportArtifact {
  readonly node_id: string;
  readonly branch_id: string;
  readonly publish: string;
  readonly version: number;
  readonly summary: string;
}

interface ReportCost {
  readonly name: string;
  readonly tokens: number;
  readonly cost_usd: number;
  /** Some of it had no known price. */
  readonly incomplete: boolean;
}

export interface Report {
  readonly view: View;
  /** Where tokens and money went, the most first. */
  readonly costs: { readonly [By in 'model' | 'node' | 'loop']: readonly ReportCost[] };
  readonly durationS: number;
  readonly retries: number;
  readonly repairs: number;
  readonly activations: number;
  readonly loopEdges: number;
  readonly steps: readonly ReportStep[];
  readonly artifacts: readonly ReportArtifact[];
}

export function reportOf(events: readonly RunEvent[]): Report {
  const view = viewAll(emptyView(), events);
  const first = events[0];
  const last = events.at(-1);
  const began = first === undefined ? 0 : Date.parse(first.timestamp);
  const { retries, loop_traversals: loopEdges } = countsOf(events);
  const executions = new Map(view.executions.map((each) => [each.execution_id.slice('exec:'.length), each]));
  let repairs = 0;
  const outputs = new Map<string, Json>();
  const artifacts: ReportArtifact[] = [];
  const steps: ReportStep[] = [];
  const costs = {
    model: new Map<string, ReportCost>(),
    node: new Map<string, ReportCost>(),
    loop: new Map<string, ReportCost>(),
  };
  for (const event of events) {
    const place = `${event.branch_id ?? 'main'}:${event.node_id ?? ''}:${event.iteration ?? 0}`;
    if (event.type === 'schema_repair') repairs++;
    if (event.type === 'usage_recorded') {
      const { model, cost_usd, ...data } = event.data;
      const tokens =
        data.input_tokens + data.output_tokens + (data.cache_read_tokens ?? 0) + (data.cache_write_tokens ?? 0);
      const execution = executions.get(place);
      const loops = execution?.loop_path.map(([name]) => name) ?? [];
      spend(costs.model, model, tokens, cost_usd);
      if (event.node_id !== undefined) spend(costs.node, event.node_id, tokens, cost_usd);
      for (const loop of new Set(loops)) spend(costs.loop, loop, tokens, cost_usd);
    }
    if (event.type === 'node_finished') outputs.set(place, event.data.output);
    if (event.type === 'artifact_written') {
      artifacts.push({
        node_id: event.node_id ?? '',
        branch_id: event.branch_id ?? 'main',
        publish: event.data.publish,
        version: event.data.version,
        summary: oneLine(JSON.stringify(outputs.get(place) ?? null), 120),
      });
    }
    const step = stepOf(event, view, began);
    if (step !== undefined) steps.push(step);
  }
  return {
    view,
    durationS: last === undefined ? 0 : (Date.parse(last.timestamp) - began) / 1000,
    retries,
    repairs,
    activations: view.executions.length,
    loopEdges,
    steps,
    artifacts,
    costs: { model: most(costs.model), node: most(costs.node), loop: most(costs.loop) },
  };
}

function spend(costs: Map<string, ReportCost>, name: string, tokens: number, usd: number | null): void {
  const known = costs.get(name) ?? { name, tokens: 0, cost_usd: 0, incomplete: false };
  costs.set(name, {
    name,
    tokens: known.tokens + tokens,
    cost_usd: known.cost_usd + (usd ?? 0),
    incomplete: known.incomplete || usd === null,
  });
}

function most(costs: ReadonlyMap<string, ReportCost>): readonly ReportCost[] {
  return [...costs.values()].toSorted((a, b) => b.cost_usd - a.cost_usd || b.tokens - a.tokens);
}

function stepOf(event: RunEvent, view: View, began: number): ReportStep | undefined {
  const line = eventLine(event, view);
  if (line === undefined) return undefined;
  const id = `exec:${event.branch_id ?? 'main'}:${event.node_id ?? ''}:${event.iteration ?? 0}`;
  const execution =
    event.type === 'node_finished' ? view.executions.find(({ execution_id }) => execution_id === id) : undefined;
  const verdict = event.type === 'node_finished' ? verdictOf(event.data.output) : '';
  return {
    seq: event.seq,
    time: Math.max(0, Date.parse(event.timestamp) - began) / 1000,
    type: event.type,
    ...(event.node_id === undefined ? {} : { node_id: event.node_id }),
    ...(event.branch_id === undefined ? {} : { branch_id: event.branch_id }),
    ...(event.iteration === undefined ? {} : { iteration: event.iteration }),
    summary: `${line.subject} ${line.detail}`.trim(),
    ...(verdict === '' ? {} : { detail: verdict }),
    ...(execution === undefined || execution.tokens === 0
      ? {}
      : { tokens: execution.tokens, cost_usd: execution.cost_usd }),
  };
}

/** The bools and short words of an output: what a judge decided. */
function verdictOf(output: Json): string {
  if (!isMap(output)) return '';
  return Object.entries(output)
    .flatMap(([key, value]) => {
      const told = typeof value === 'boolean' || (typeof value === 'string' && /^\w{1,24}$/.test(value));
      return told ? [`${key}: ${value}`] : [];
    })
    .join(', ');
}

export function reportJson({
  view,
  durationS,
  retries,
  repairs,
  activations,
  loopEdges,
  steps,
  artifacts,
}: Report): JsonMap {
  const { run, totals } = view;
  return {
    run_id: run.id,
    workflow: run.workflow_name,
    status: run.status,
    duration_s: durationS,
    active_s: run.usage.active_s,
    created_at: run.created_at,
    simulated: run.simulated !== null,
    ...(run.finished_at === null ? {} : { finished_at: run.finished_at }),
    ...(run.failure === null ? {} : { error: run.failure as unknown as Json }),
    ...(run.recipe === undefined ? {} : { recipe: run.recipe.name }),
    ...(view.verdict === undefined ? {} : { verdict: view.verdict as unknown as Json }),
    metrics: {
      total_tokens: totals.tokens,
      total_input_tokens: totals.input_tokens,
      total_output_tokens: totals.output_tokens,
      cache_read_tokens: totals.cache_read_tokens,
      cache_write_tokens: totals.cache_write_tokens,
      total_cost_usd: totals.cost_usd,
      cost_incomplete: totals.cost_incomplete,
      model_calls: totals.model_calls,
      node_count: activations,
      loop_edges: loopEdges,
      retries,
      repairs,
    },
    steps: steps as unknown as Json,
    artifacts: artifacts.map(({ node_id, publish, version, summary }) => ({ node_id, publish, version, summary })),
  };
}
