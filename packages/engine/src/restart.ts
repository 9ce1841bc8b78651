// What `run_resumed.restart` does to a position: a closed attempt will be followed by another one, with fresh recovery counters
// when a person asked for it (R-REC-06), and with a new conversation when the old one must not go on (R-RESUME-06).
import { branchOf, placeBranch } from './branchTree.ts';
import type { EventData } from './events.ts';
import type { OpenPosition, Position, RunState } from './state.ts';

type Entry = EventData['run_resumed']['restart'][number];

export function restarted(state: RunState, entry: Entry): RunState {
  const branch = branchOf(state, entry.branch_id);
  if (branch === undefined) return state;
  const position = branch.position;
  const next: Position =
    position.k === 'ended' ? { ...position, resume: reopened(position.resume, entry) } : reopened(position, entry);
  return next === position ? state : placeBranch(state, { ...branch, position: next });
}

function reopened<P extends Position>(position: P, entry: Entry): P | OpenPosition {
  if (position.k !== 'open' || position.node !== entry.node_id) return position;
  const open: OpenPosition = position;
  const { error, session, ...rest } = open;
  const kept: OpenPosition = entry.fresh === true || session === undefined ? rest : { ...rest, session };
  if (open.phase === 'failed') return { ...kept, phase: 'interrupted', next_reason: 'resume', recoveries: {} };
  return error === undefined ? kept : { ...kept, error };
}
