// How a node did in the newest runs of its file (E-CANVAS hover, inspector): from the logs, read once per run that has ended.
import { emptyView, viewAll, type View } from '@iterion/engine';
import type { NodeStats, RunHeader } from '@iterion/protocol';
import type { RunHub } from './hub.ts';

const RUNS = 20;
const KEPT = 100;

export class NodeStatistics {
  readonly #hub: RunHub;
  /** Views of ended runs by id and length; the newest used are kept. */
  readonly #views = new Map<string, View['executions']>();

  constructor(hub: RunHub) {
    this.#hub = hub;
  }

  stats(path: string, node: string): NodeStats {
    const runs = this.#hub
      .headers()
      .filter((header) => header.path === path)
      .slice(0, RUNS);
    const executions = runs.flatMap((header) =>
      this.#executions(header)
        .filter((each) => each.ir_node_id === node)
        .map((each) => ({
          runId: header.id,
          execution: each.execution_id,
          branch: each.branch_id,
          iteration: each.loop_iteration,
          status: each.status,
          startedAt: each.started_at,
          activeMs: Math.round(each.active_s * 1000),
          costUsd: each.cost_usd,
          simulated: each.simulated,
        })),
    );
    const ended = executions.filter(({ status }) => status === 'finished' || status === 'failed');
    const finished = ended.filter(({ status }) => status === 'finished');
    const real = finished.filter(({ simulated }) => !simulated);
    return {
      executions,
      successRate: ended.length === 0 ? null : finished.length / ended.length,
      duration: spread(real.map(({ activeMs }) => activeMs)),
      cost: spread(real.map(({ costUsd }) => costUsd)),
    };
  }

  #executions(header: RunHeader): View['executions'] {
    const key = `${header.id} ${header.lastSeq}`;
    const known = this.#views.get(key);
    if (known !== undefined) return known;
    const { executions } = viewAll(emptyView(), this.#hub.store.events(header.id).events);
    if (this.#views.size >= KEPT) this.#views.delete(this.#views.keys().next().value ?? '');
    this.#views.set(key, executions);
    return executions;
  }
}

function spread(values: readonly number[]): { p50: number; p95: number } | null {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return sorted.length === 0 ? null : { p50: at(0.5), p95: at(0.95) };
}
