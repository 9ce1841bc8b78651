// What resuming a run would keep and run again, without doing it (E-RUN-51, R-RESUME-03, R-RESUME-07).
import type { CompiledGraph } from '@iterion/dsl';
import { compareWorkflow, mayResume, type View } from '@iterion/engine';
import type { Success } from '@iterion/protocol';
import type { Store } from '@iterion/runtime';
import { storeFailure } from './failures.ts';
import type { RunLog } from './runLog.ts';

type Check = Success<'runs.resumeCheck'>;
type Effect = Check['nodes'][number]['effect'];

/** `recorded` is the graph of the run's own source, `to` the one to go on with. */
export function checkResume(store: Store, log: RunLog, recorded: CompiledGraph, to: CompiledGraph): Check {
  const state = storeFailure(() => store.state(log.id));
  const reasons: string[] = [];
  if (!mayResume(state)) reasons.push(`The run is ${state.status} and cannot be resumed.`);
  const comparison = compareWorkflow(recorded, to, { state, log: log.events(0) });
  const effects = new Map<string, Effect>(lastEffects(log.view));
  if (!comparison.ok) {
    reasons.push(comparison.error.message);
    if (comparison.error.node_id !== undefined) effects.set(comparison.error.node_id, 'incompatible');
  } else {
    const stale = new Set(comparison.change.stale.map(nodeOfActivation));
    for (const node of stale) effects.set(node, 'incompatible');
    for (const node of comparison.change.removed) if (effects.has(node)) effects.set(node, 'removed');
    if (stale.size > 0)
      reasons.push(
        `Nodes with finished results have changed: ${[...stale].join(', ')}. Their results are kept; resuming needs a confirmation.`,
      );
  }
  return {
    resumable: comparison.ok && mayResume(state),
    reasons,
    nodes: [...effects].map(([node, effect]) => ({ node, effect })),
  };
}

/** By node, from its newest execution: finished results and open questions stand, the rest runs again. */
function lastEffects(view: View): (readonly [string, Effect])[] {
  return view.executions.map(({ ir_node_id: node, status }) => [
    node,
    status === 'finished' || status === 'paused_waiting_human' ? 'kept' : 'rerun',
  ]);
}

/** `<branch>:<node>:<iteration>`; branch ids hold no colon. */
function nodeOfActivation(id: string): string {
  return id.split(':').at(-2) ?? id;
}
