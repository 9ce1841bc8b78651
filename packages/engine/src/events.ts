// The closed union of events (R-STORE-06): one entry per type with its data. Whatever the graph contributed to a decision is
// written into the event, so that `apply` never needs the graph (R-CORE-06). Types only; readers ignore unknown keys and types.
import type { ErrorCode } from './codes.ts';
import type {
  ActivationId,
  EffectKind,
  ForkedFrom,
  Limits,
  Question,
  RecordedRecipe,
  RunError,
  SessionRef,
  StopAction,
} from './values.ts';
import type { Json, JsonMap } from './json.ts';

/** Replaced limits; null removes one (R-BUDGET-11). */
export type LimitPatch = { readonly [K in keyof Limits]?: number | null };

export type RunStatus =
  | 'queued'
  | 'running'
  | 'paused_waiting_human'
  | 'paused_operator'
  | 'finished'
  | 'failed'
  | 'failed_resumable'
  | 'cancelled';
export type BranchStatus = 'arrived' | 'left' | 'done' | 'failed' | 'cancelled';
export type Strategy = 'wait_all' | 'best_effort';
export type NodeKind = 'agent' | 'judge' | 'tool' | 'compute' | 'human' | 'router' | 'join' | 'done' | 'fail';
export type StartReason = 'retry' | 'resume' | 'crash' | 'answer';
export type InterruptReason = 'cancel' | 'sibling_failed' | 'budget' | 'timeout' | 'crash' | 'fork';
export type BudgetDimension = 'iterations' | 'tokens' | 'cost_usd' | 'duration';
export type InteractionKind = 'human' | 'question' | 'recovery';

export interface UsageTotals {
  readonly iterations: number;
  readonly tokens: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_read_tokens: number;
  readonly cache_write_tokens: number;
  readonly cost_usd: number;
  /** Some usage had no known price: the cost is a lower bound (R-BUDGET-10). */
  readonly cost_incomplete: boolean;
  readonly active_s: number;
}

/** `[name, activation, counter]`, outermost first (R-LOOP-06). */
export type LoopPath = readonly (readonly [name: string, activation: number, counter: number])[];

export interface EdgeNote {
  readonly edge: string;
  readonly reason: 'missing_field' | 'not_boolean' | 'expression_error' | 'loop_exhausted' | 'false';
  readonly detail: string;
}

export interface FormField {
  readonly name: string;
  readonly type: 'string' | 'bool' | 'int' | 'float' | 'json' | 'string[]';
  readonly enum?: readonly string[];
  readonly required: boolean;
  readonly description?: string;
}

export interface FailedBranch {
  readonly branch_id: string;
  readonly node_id: string;
  readonly code: string;
  readonly error: string;
}

/** What a resume with another graph means for this run (R-RESUME-07). */
export interface WorkflowChange {
  readonly from_hash: string;
  readonly to_hash: string;
  readonly changed: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Finished activations of changed or removed nodes, whose results are kept. */
  readonly stale: readonly ActivationId[];
  readonly forced: boolean;
  /** Values of variables that the new file adds. */
  readonly vars?: JsonMap;
}

export interface EventData {
  run_started: {
    readonly workflow: string;
    readonly workflow_hash?: string;
    readonly graph_hash: string;
    readonly file_path?: string;
    readonly entry: string | null;
    readonly vars: JsonMap;
    readonly inputs: JsonMap;
    readonly env: { readonly [name: string]: string | null };
    readonly limits: Limits;
    readonly seed: string;
    readonly epoch: number;
    readonly version?: string;
    readonly work_dir?: string;
    readonly workspace_safety: 'serialize' | 'refuse';
    readonly attachments?: JsonMap;
    readonly simulated?: { readonly seed: string; readonly humans?: boolean };
    readonly forked_from?: ForkedFrom;
    readonly recipe?: RecordedRecipe;
  };
  run_resumed: {
    readonly resumed_from: RunStatus;
    readonly reason: 'answers' | 'retry' | 'crash' | 'operator' | 'fork';
    readonly epoch: number;
    readonly restart_node?: string;
    readonly restart: readonly {
      readonly branch_id: string;
      readonly node_id: string;
      readonly iteration: number;
      /** A new conversation instead of the interrupted one (R-RESUME-06). */
      readonly fresh?: boolean;
    }[];
    /** Finished activations whose results stand. */
    readonly kept: number;
    readonly limits?: LimitPatch;
    readonly loop_extra?: { readonly [loop: string]: number };
    /** Environment values taken anew (R-RESUME-08). */
    readonly env?: { readonly [name: string]: string };
    readonly by?: string;
  };
  run_paused: {
    readonly reason: 'human' | 'recovery' | 'operator';
    readonly waiting: readonly {
      readonly branch_id: string;
      readonly node_id: string;
      readonly interaction_id: string;
    }[];
  };
  run_stopping: { readonly action: StopAction; readonly reason: string; readonly by?: string };
  run_finished: { readonly output: Json; readonly usage: UsageTotals; readonly active_s: number };
  run_failed: {
    readonly code: ErrorCode;
    readonly error: string;
    readonly hint?: string;
    readonly cause?: RunError;
    readonly details?: Json;
    readonly resumable: boolean;
    readonly usage: UsageTotals;
  };
  run_cancelled: { readonly reason: string; readonly by?: string };
  run_interrupted: { readonly reason: string };
  workflow_changed: WorkflowChange;
  fan_out_started: {
    /** The router's activation. */
    readonly fan_out: ActivationId;
    readonly convergence: string;
    readonly explicit: boolean;
    readonly strategy: Strategy;
    readonly branches: readonly string[];
    /** The edge of each branch, in the order of `branches`. */
    readonly edges: readonly string[];
    /** The first target of each branch, in the order of `branches`. */
    readonly targets: readonly string[];
    readonly mode: 'fan_out_all' | 'llm';
    /** Edges that did not fire (R-EDGE-07). */
    readonly notes?: readonly EdgeNote[];
  };
  branch_started: {
    readonly fan_out: ActivationId;
    readonly parent: string;
    readonly from: string;
    readonly edge: string;
    readonly resumed?: boolean;
  };
  branch_finished: {
    readonly status: BranchStatus;
    readonly join_node?: string;
    /** Where a failed or cancelled branch stood. */
    readonly at?: string;
    readonly code?: ErrorCode;
    readonly error?: string;
    readonly cause?: RunError;
  };
  fan_out_aborted: { readonly fan_out: ActivationId; readonly branch_id: string; readonly code: ErrorCode };
  join_ready: {
    readonly fan_out: ActivationId;
    readonly strategy: Strategy;
    readonly branches: readonly { readonly branch_id: string; readonly status: BranchStatus }[];
    readonly required?: readonly string[];
    readonly failed_branches?: readonly string[];
    readonly terminal_join?: boolean;
  };
  node_started: {
    readonly kind: NodeKind;
    /** null when it could not be built (R-TPL-03). */
    readonly input: Json;
    readonly reason?: StartReason;
    /** Router mode, or the interaction mode of a human node. */
    readonly mode?: string;
    readonly round_robin_index?: number;
    readonly selected_target?: string;
    readonly selected_edge?: string;
    readonly strategy?: Strategy;
    readonly loop_path?: LoopPath;
    readonly unresolved?: readonly string[];
    readonly input_issues?: readonly string[];
    /** The attempt is carried out by the host. */
    readonly effect?: EffectKind;
    /** It counts for max_iterations (R-BUDGET-02). */
    readonly counted?: boolean;
    /** It writes to the workspace (R-FAN-17). */
    readonly writer?: boolean;
    /** Reserved input keys that were taken out and honoured (R-EDGE-16). */
    readonly reserved?: { readonly session_id?: string; readonly reasoning_effort?: string };
    readonly simulated?: boolean;
  };
  node_finished: {
    readonly output: Json;
    readonly _tokens?: number;
    readonly _cost_usd?: number | null;
    readonly _model?: string;
    readonly _backend?: string;
    readonly _session_id?: string;
    readonly _duration_s?: number;
    readonly _attempts?: number;
    readonly _exit_code?: number;
    readonly _dropped_bytes?: number;
    readonly _stderr?: string;
    readonly _simulated?: boolean;
    readonly _failed_branches?: readonly FailedBranch[];
    readonly selected_route?: string;
    readonly selected_routes?: readonly string[];
    readonly reasoning?: string;
    readonly output_issues?: readonly string[];
    readonly coerced?: readonly string[];
    readonly skipped?: boolean;
    readonly edited?: boolean;
    readonly simulated?: boolean;
    /** The conversation that becomes the branch's register (R-SESS-04). */
    readonly session?: SessionRef;
  };
  node_failed: {
    readonly code: ErrorCode;
    readonly error: string;
    readonly hint?: string;
    readonly cause?: RunError;
    readonly details?: Json;
    readonly attempts: number;
  };
  node_interrupted: { readonly reason: InterruptReason };
  node_recovery: {
    readonly code: ErrorCode;
    readonly reason: string;
    readonly action: 'retry' | 'compact' | 'pause';
    /** Which try of this code it was, from 1. */
    readonly attempt: number;
    readonly delay_ms?: number;
    readonly not_before?: string;
    readonly error: RunError;
  };
  edge_selected: {
    readonly edge: string;
    readonly from: string;
    readonly to: string;
    readonly condition?: string;
    readonly negated?: boolean;
    readonly expression?: string;
    readonly loop?: string;
    readonly iteration?: number;
    readonly max?: number;
    readonly resets?: readonly string[];
    readonly notes?: readonly EdgeNote[];
    /** What the edge contributes at a convergence; only on edges into a stop node. */
    readonly contribution?: JsonMap;
    /** The keys of `contribution` that a `with` block set. */
    readonly mapped?: readonly string[];
  };
  artifact_written: { readonly publish: string; readonly version: number; readonly sha256: string };
  human_input_requested: {
    readonly interaction_id: string;
    readonly kind: InteractionKind;
    readonly questions: Json;
    readonly instructions?: string;
    readonly form: readonly FormField[];
    readonly min_answers?: number;
    readonly shown_hash: string;
    readonly round?: number;
    readonly replaces?: string;
    /** The conversation that the answer continues (R-HUMAN-10). */
    readonly session?: SessionRef;
  };
  human_answers_recorded: {
    readonly interaction_id: string;
    readonly answers: JsonMap;
    readonly shown_hash: string;
    readonly by?: string;
  };
  question_auto_answered: { readonly question: Question | string; readonly answer: Json; readonly model: string };
  budget_warning: { readonly dimension: BudgetDimension; readonly used: number; readonly limit: number };
  budget_exceeded: { readonly dimension: BudgetDimension; readonly used: number; readonly limit: number };
  usage_recorded: {
    readonly model: string;
    readonly provider?: string;
    readonly input_tokens: number;
    readonly output_tokens: number;
    readonly cache_read_tokens?: number;
    readonly cache_write_tokens?: number;
    readonly cost_usd: number | null;
    readonly cost_source: 'table' | 'backend' | 'simulated' | 'none';
    readonly source: 'llm_step' | 'delegate' | 'reconcile';
  };
  cost_unknown: { readonly model: string; readonly provider?: string };
  session_opened: {
    readonly session_id: string;
    readonly mode: string;
    readonly requested: string;
    readonly parent?: string;
    readonly forked: boolean;
    readonly reason?: string;
    readonly external_id?: string;
    readonly backend?: string;
    readonly provider?: string;
    readonly model?: string;
  };
  schema_repair: { readonly round: number; readonly violations: Json };
  llm_prompt: { readonly system_prompt?: string; readonly user_message?: string };
  llm_request: {
    readonly model: string;
    readonly provider?: string;
    readonly step: number;
    readonly message_count: number;
    readonly tool_count: number;
    readonly reasoning_effort?: string;
    readonly max_tokens?: number;
  };
  llm_retry: {
    readonly attempt: number;
    readonly delay_ms: number;
    readonly status_code?: number;
    readonly error: string;
  };
  llm_step_finished: {
    readonly step: number;
    readonly input_tokens: number;
    readonly output_tokens: number;
    readonly cache_read_tokens?: number;
    readonly cache_write_tokens?: number;
    readonly finish_reason: string;
    readonly tool_calls: number;
    readonly response_text?: string;
    readonly duration_ms: number;
  };
  llm_compacted: {
    readonly before_messages: number;
    readonly after_messages: number;
    readonly removed_message_count: number;
    readonly before_tokens: number;
    readonly after_tokens: number;
  };
  tool_started: {
    readonly tool: string;
    readonly tool_use_id: string;
    readonly input_size: number;
    readonly input?: Json;
  };
  tool_called: {
    readonly tool: string;
    readonly tool_use_id: string;
    readonly input_size: number;
    readonly output_size: number;
    readonly duration_ms: number;
    readonly exit_code?: number;
    readonly input?: Json;
    readonly output?: Json;
  };
  tool_error: {
    readonly tool: string;
    readonly tool_use_id: string;
    readonly duration_ms: number;
    readonly error: string;
    readonly reason?: string;
    readonly input?: Json;
  };
  delegate_started: {
    readonly backend: string;
    readonly model?: string;
    readonly session_id?: string;
    readonly version: string;
  };
  delegate_finished: {
    readonly backend: string;
    readonly duration_ms: number;
    readonly tokens: number;
    readonly exit_code: number | null;
    readonly turns: number;
    readonly parse_fallback?: boolean;
    readonly formatting_pass_used?: boolean;
  };
  delegate_error: {
    readonly error: string;
    readonly code: ErrorCode;
    readonly exit_code?: number;
    readonly stderr: string;
  };
  delegate_retry: { readonly attempt: number; readonly delay_ms: number; readonly error: string };
  workspace_wait: { readonly waited_s: number; readonly holder: string };
  worktree_created: WorktreeData;
  worktree_kept: WorktreeData;
  worktree_removed: WorktreeData;
  log_repaired: { readonly cut_bytes: number; readonly saved_as: string | null; readonly epoch: number };
  warning: { readonly code: string; readonly message: string };
}
export interface WorktreeData {
  readonly path: string;
  readonly base_commit: string;
  readonly branch?: string;
  readonly reason?: string;
}

export type EventType = keyof EventData;

/** The envelope of R-STORE-05; `branch_id` is absent on `main`. */
export interface Envelope {
  readonly seq: number;
  readonly timestamp: string;
  readonly run_id: string;
  readonly branch_id?: string;
  readonly node_id?: string;
  readonly iteration?: number;
  readonly attempt?: number;
}
export type EventOf<T extends EventType> = {
  [K in T]: Envelope & { readonly type: K; readonly data: EventData[K] };
}[T];
export type RunEvent = EventOf<EventType>;

/** Where an event belongs; the core adds seq, timestamp and run id. */
export interface EventPlace {
  readonly branch_id?: string;
  readonly node_id?: string;
  readonly iteration?: number;
  readonly attempt?: number;
}
export type AnyDraft<T extends EventType> = { [K in T]: { readonly type: K; readonly data: EventData[K] } }[T];
/** An event before it is numbered and dated. */
export type Draft = AnyDraft<EventType> & { readonly at: EventPlace };
