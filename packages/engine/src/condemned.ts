// Whether an open attempt has been called off, and why: by a stop of the run or by the failure of a sibling (R-FAN-07, R-REC-11,
// R-BUDGET-07). Such an attempt is no longer wanted.
import { isCondemned } from './branchTree.ts';
import type { InterruptReason } from './events.ts';
import type { OpenPosition, RunState } from './state.ts';

export function condemnation(state: RunState, branch: string, open: OpenPosition): InterruptReason | null {
  const { stopping } = state;
  switch (stopping?.action) {
    case 'cancel':
      return 'cancel';
    case 'timeout':
      return 'timeout';
    case 'budget':
      // Tools run to their end, unless it is the time that is used up.
      if (open.effect !== 'tool' || stopping.dimension === 'duration') return 'budget';
      break;
    case 'pause':
    case undefined:
      break;
    default:
      stopping?.action satisfies undefined;
  }
  return isCondemned(state, branch) ? 'sibling_failed' : null;
}
