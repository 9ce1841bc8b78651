// Which conversation an attempt continues (§4.6): its own interrupted one, the one an edge mapped, else the branch's register.
import type { Node } from '@iterion/dsl';
import { branchOf } from './branchTree.ts';
import type { Effect, SessionMode, SessionRef } from './effects.ts';
import { getIn } from './persistentMap.ts';
import { MAIN, type OpenPosition, type RunState } from './state.ts';

export function sessionOf(
  state: RunState,
  branchId: string,
  node: Node | undefined,
  open: OpenPosition,
): Effect['session'] {
  const requested: SessionMode = node?.kind === 'agent' || node?.kind === 'judge' ? node.session : 'fresh';
  const continues = open.session === undefined ? {} : { continues: open.session };
  if (requested === 'fresh' || requested === 'artifacts_only') return { mode: requested, requested, ...continues };
  const parent = parentOf(state, branchId, open);
  if (parent === undefined) return { mode: requested, requested, ...continues };
  const shared = requested !== 'fork' && !openedBelow(state, branchId, parent);
  return { mode: shared ? 'fork' : requested, requested, parent, ...continues };
}

/** R-SESS-02. */
function parentOf(state: RunState, branchId: string, open: OpenPosition): SessionRef | undefined {
  const mapped = open.reserved.session_id;
  if (mapped !== undefined) return getIn(state.sessions, mapped)?.ref ?? { id: mapped, backend: '' };
  return branchOf(state, branchId)?.session ?? undefined;
}

/** Whether a session was opened in this branch or in one merged into it; ids of inner branches begin with the outer one's (R-SESS-05). */
function openedBelow(state: RunState, branchId: string, session: SessionRef): boolean {
  if (branchId === MAIN) return true;
  const opener = getIn(state.sessions, session.id)?.branch;
  return opener === branchId || opener?.startsWith(`${branchId}/`) === true;
}
