// What an effect needs from the host to be carried out, and what it gives back. An executor never throws for what may go wrong in the
// world: that is an outcome. An exception is a defect, which the host turns into EXECUTION_FAILED (R-REC-16).
import type { Effect, Outcome, ProgressDraft } from '@iterion/engine';
import type { Environment } from '../environment.ts';
import type { Grant, Need, Refusal } from '../ledger.ts';

export interface ExecutionContext {
  readonly runId: string;
  readonly workspaceDir: string;
  /** Variables that the workflow's own commands see (R-TOOL-12). */
  readonly env: Environment;
  /** Aborted when the effect is no longer wanted (R-CORE-08). */
  readonly signal: AbortSignal;
  /** Aborted when there is no more time for manners (R-REC-13). */
  readonly kill: AbortSignal;
  /** Hands events of the running attempt to the core, in order. Resolves when they are recorded; nobody has to wait. */
  progress(...drafts: ProgressDraft[]): Promise<void>;
  /** Reserves what the next model step may use (R-BUDGET-08). Undefined when the effect was aborted meanwhile. */
  reserve(need: Need): Promise<Grant | Refusal | undefined>;
}

/** Carries out one effect to its end. */
export type Executor = (effect: Effect, context: ExecutionContext) => Promise<Outcome>;

export const INTERRUPTED: Outcome = { is: 'interrupted', reason: 'aborted' };
