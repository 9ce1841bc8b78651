// The snapshot that interfaces show (R-VIEW-02..06): plain JSON, equal for equal event prefixes wherever it is folded.
// Large inputs and outputs are not in it: `input_seq` and `output_seq` say which events hold them.
import type { ForkedFrom, Limits, RecordedRecipe, RunError } from '../effects.ts';
import type {
  BranchStatus,
  BudgetDimension,
  EdgeNote,
  FormField,
  InteractionKind,
  LoopPath,
  NodeKind,
  RunStatus,
  StartReason,
  Strategy,
  UsageTotals,
} from '../events.ts';
import type { Json, JsonMap } from '../json.ts';

export interface View {
  readonly run: ViewRun;
  /** One per activation, in first-seen order (R-VIEW-03). */
  readonly executions: readonly ViewExecution[];
  /** `main` first, then the children of each fan-out in edge order. */
  readonly branches: readonly ViewBranch[];
  readonly interactions: readonly ViewInteraction[];
  /** How often each edge was traversed. */
  readonly edges: { readonly [edge: string]: number };
  /** When each edge was last taken, and why it was last not taken. */
  readonly edge_facts: { readonly [edge: string]: ViewEdge };
  /** Counters by loop, then by the branch that traversed. */
  readonly loops: { readonly [loop: string]: { readonly [branch: string]: ViewLoop } };
  readonly budget: { readonly [K in BudgetDimension]: ViewBudget };
  /** What this run consumed; a fork's prefix is in `inherited`. */
  readonly totals: ViewTotals;
  readonly inherited: ViewTotals | null;
  /** Present when the run has a recipe with an evaluation policy. */
  readonly verdict?: ViewVerdict;
  /** -1 before the first event. */
  readonly last_seq: number;
  /** A gap was seen: the events after `last_seq` have to be read again (R-VIEW-01). */
  readonly needs_resync: boolean;
}

/** run.json without its checkpoint (R-VIEW-06); `live` and `stale` are added by whoever can know them. */
export interface ViewRun {
  readonly format_version: 2;
  readonly id: string;
  readonly workflow_name: string;
  readonly workflow_hash: string | null;
  readonly graph_hash: string;
  readonly file_path: string | null;
  readonly status: RunStatus;
  readonly inputs: JsonMap;
  readonly vars: JsonMap;
  readonly created_at: string | null;
  readonly started_at: string | null;
  readonly updated_at: string | null;
  readonly finished_at: string | null;
  readonly error: string | null;
  readonly failure: RunError | null;
  readonly epoch: number;
  readonly seed: string;
  readonly work_dir: string | null;
  readonly worktree: { readonly path: string; readonly base_commit: string; readonly state: string } | null;
  /** `part`: some steps are made up, the rest is real (R-SIM-03). */
  readonly simulated: { readonly seed: string; readonly humans?: boolean; readonly part?: true } | null;
  readonly forked_from: ForkedFrom | null;
  readonly recipe?: RecordedRecipe;
  readonly limits: Limits;
  readonly usage: UsageTotals;
  readonly artifact_index: { readonly [node: string]: number };
  readonly iterion_version: string | null;
  /** When the present stretch of active time began; null while stopped or waiting for people (R-BUDGET-03). */
  readonly active_since: string | null;
  /** A stop was asked for and has not happened yet. */
  readonly stopping: string | null;
  /** The output of a finished run, unless it is large. */
  readonly output: Json;
  readonly live?: boolean;
  readonly stale?: boolean;
}

/** What the recipe's evaluation policy says of the outputs so far (R-RECIPE-04). */
export interface ViewVerdict {
  readonly metric: string;
  /** A finished node gave the metric, or should have. */
  readonly found: boolean;
  readonly value: Json;
  readonly success: boolean;
  readonly secondary: JsonMap;
}

export type ViewExecutionStatus =
  | 'running'
  | 'retrying'
  | 'paused_waiting_human'
  | 'finished'
  | 'failed'
  | 'interrupted';

export interface ViewAttempt {
  readonly attempt: number;
  readonly reason?: StartReason;
  readonly started_at: string;
  readonly ended_at?: string;
  /** How it ended: finished, failed, interrupted, retry, compact, pause or question. */
  readonly end?: string;
  /** The error code, or the reason of an interruption. */
  readonly code?: string;
  /** Since when it waits for a person; such time is not active. */
  readonly waiting_since?: string;
}

export interface ViewExecution {
  /** `exec:<branch>:<node>:<iteration>` */
  readonly execution_id: string;
  readonly ir_node_id: string;
  readonly branch_id: string;
  readonly loop_iteration: number;
  readonly loop_path: LoopPath;
  readonly kind: NodeKind;
  readonly status: ViewExecutionStatus;
  /** The current or last attempt. */
  readonly attempt: number;
  readonly attempts: readonly ViewAttempt[];
  readonly started_at: string;
  readonly finished_at: string | null;
  /** Sum of the ended attempts, in seconds. */
  readonly active_s: number;
  readonly tokens: number;
  readonly cost_usd: number;
  readonly cost_incomplete: boolean;
  readonly model: string | null;
  readonly backend: string | null;
  readonly session_id: string | null;
  readonly simulated: boolean;
  readonly error: string | null;
  readonly code: string | null;
  readonly interaction_id: string | null;
  readonly not_before: string | null;
  /** Live progress of the current attempt. */
  readonly tool_calls: number;
  readonly steps: number;
  readonly last_tool: string | null;
  readonly last_artifact_version: number | null;
  readonly first_seq: number;
  readonly last_seq: number;
  /** The event that gave the present status. */
  readonly current_event_seq: number;
  readonly input_seq: number;
  readonly output_seq: number | null;
}

export interface ViewBranch {
  readonly branch_id: string;
  readonly parent: string | null;
  /** The activation of the router that made it; null for `main`. */
  readonly fan_out: string | null;
  readonly router: string | null;
  readonly convergence: string | null;
  readonly strategy: Strategy | null;
  /** pending: announced by its fan-out, not started yet. */
  readonly status: 'pending' | 'running' | BranchStatus;
  readonly first_node: string | null;
  readonly last_node: string | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly tokens: number;
  readonly cost_usd: number;
  readonly code: string | null;
  readonly error: string | null;
  /** The fan-out was aborted because a sibling failed. */
  readonly aborted: boolean;
  /** The branches of its fan-out were merged. */
  readonly joined: boolean;
}

export interface ViewInteraction {
  readonly interaction_id: string;
  readonly branch_id: string;
  readonly node_id: string;
  readonly iteration: number;
  readonly attempt: number;
  readonly kind: InteractionKind;
  readonly status: 'open' | 'answered' | 'void';
  readonly questions: Json;
  readonly instructions?: string;
  readonly form: readonly FormField[];
  readonly min_answers?: number;
  readonly shown_hash: string;
  readonly round?: number;
  readonly requested_at: string;
  readonly answers?: JsonMap;
  readonly answered_at?: string;
  readonly answered_by?: string;
}

export interface ViewEdge {
  /** The seq of its last traversal; null while it was not taken. */
  readonly taken_seq: number | null;
  /** The last time it was considered and did not fire (R-EDGE-07), with the seq that says so. */
  readonly note: (Pick<EdgeNote, 'reason' | 'detail'> & { readonly seq: number }) | null;
}

export interface ViewLoop {
  /** The counter: traversals in the present activation. */
  readonly iteration: number;
  readonly max: number | null;
  /** From 1; grows each time an enclosing loop starts it over. */
  readonly activation: number;
  readonly traversals: number;
}

export interface ViewBudget {
  readonly limit: number | null;
  readonly used: number;
  readonly warned: boolean;
  readonly exceeded: boolean;
}

export interface ViewTotals {
  readonly iterations: number;
  readonly tokens: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_read_tokens: number;
  readonly cache_write_tokens: number;
  readonly cost_usd: number;
  readonly cost_incomplete: boolean;
  /** Model calls: steps of in-process conversations and turns of CLI ones (R-RECIPE-12). */
  readonly model_calls: number;
}
