// What a run of a workflow has taken so far (R-CLI-13): median and 95 % of the runs that finished, whole and per node. What was
// simulated says nothing of real runs and is left out.
import { type View, emptyView, viewAll } from '@iterion/engine';
import type { Store } from '../store/store.ts';

/** Of a sample: half of the values lie at or below `median`, 95 % at or below `p95`. */
interface Quantiles {
  readonly median: number;
  readonly p95: number;
}

interface Measures {
  readonly active_s: Quantiles;
  readonly tokens: Quantiles;
  readonly cost_usd: Quantiles;
}

interface NodeEstimate extends Measures {
  readonly id: string;
  /** Visits per run. */
  readonly activations: Quantiles;
}

export interface Estimate extends Measures {
  /** How many runs it rests on. */
  readonly runs: number;
  readonly nodes: readonly NodeEstimate[];
}

/** The newest runs say most about the next one. */
const NEWEST = 50;

/** From the finished, real runs of the workflow in the store; undefined if there is none. */
export function estimateOf(store: Store, workflow: string): Estimate | undefined {
  const views = store
    .headers()
    .filter(
      ({ workflow_name, status, simulated }) =>
        workflow_name === workflow && status === 'finished' && simulated === null,
    )
    .slice(0, NEWEST)
    .map(({ id }) => viewAll(emptyView(), store.events(id).events));
  return views.length === 0 ? undefined : estimateOfViews(views);
}

/** The same from the views of runs. */
function estimateOfViews(views: readonly View[]): Estimate {
  const nodes = [...new Set(views.flatMap(({ executions }) => executions.map(({ ir_node_id }) => ir_node_id)))];
  return {
    runs: views.length,
    active_s: quantiles(views.map(({ run }) => run.usage.active_s)),
    tokens: quantiles(views.map(({ totals }) => totals.tokens)),
    cost_usd: quantiles(views.map(({ totals }) => totals.cost_usd)),
    nodes: nodes
      .filter((id) => id !== 'done' && id !== 'fail')
      .map((id) => {
        const visits = views.map(({ executions }) => executions.filter(({ ir_node_id }) => ir_node_id === id));
        const all = visits.flat();
        return {
          id,
          activations: quantiles(visits.map(({ length }) => length)),
          active_s: quantiles(all.map(({ active_s }) => active_s)),
          tokens: quantiles(all.map(({ tokens }) => tokens)),
          cost_usd: quantiles(all.map(({ cost_usd }) => cost_usd)),
        };
      }),
  };
}

/** By nearest rank, so that each is a value that occurred. */
function quantiles(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return { median: at(0.5), p95: at(0.95) };
}
