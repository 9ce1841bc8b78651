// What crosses the border of the pure core: the header a run starts with, the inputs the host feeds, the effects the core wants
// and the outcomes they bring (R-CORE §1.2). Types only, plain JSON throughout (R-CORE-05).
import type { Json, JsonMap } from './json.ts';
import type { AnyDraft, LimitPatch, WorkflowChange } from './events.ts';
import type {
  EffectId,
  EffectKind,
  ForkedFrom,
  Limits,
  Millis,
  Question,
  RecordedRecipe,
  RunError,
  SessionMode,
  SessionRef,
  StopAction,
} from './values.ts';

export type {
  ActivationId,
  EffectId,
  EffectKind,
  EvaluationPolicy,
  ForkedFrom,
  Limits,
  Millis,
  Question,
  RecordedRecipe,
  RunError,
  SessionMode,
  SessionRef,
  StopAction,
} from './values.ts';

export interface RunHeader {
  readonly run_id: string;
  readonly workflow: string;
  readonly graph_hash: string;
  /** Ids and jitter derive from it; usually the run id. */
  readonly seed: string;
  /** Every variable with its value; the file's declarations plus names that were given but not declared (L-DECL-11). */
  readonly vars: JsonMap;
  /** Run inputs as given. */
  readonly inputs: JsonMap;
  /**
   * Resolved environment by name (R-TPL-08); null stands for a secret, whose value is never recorded. Holds also
   * `ITERION_DEFAULT_BACKEND` and `ITERION_DEFAULT_SUPERVISOR_MODEL` where they are set (R-LLM-01, R-LLM-03).
   */
  readonly env: { readonly [name: string]: string | null };
  readonly limits: Limits;
  readonly workspace_safety: 'serialize' | 'refuse';
  /** Present under `--simulate`; `humans: false` keeps people real (R-SIM-01). */
  readonly simulated?: { readonly seed: string; readonly humans?: boolean };
  readonly forked_from?: ForkedFrom;
  /** Name to `{path, url, mime, size, sha256}`. */
  readonly attachments?: JsonMap;
  readonly workflow_hash?: string;
  readonly file_path?: string;
  readonly work_dir?: string;
  readonly version?: string;
  readonly recipe?: RecordedRecipe;
  readonly epoch?: number;
}
export type Input =
  | { readonly kind: 'start' }
  | { readonly kind: 'resume'; readonly epoch: number; readonly options: ResumeOptions }
  | { readonly kind: 'advance' }
  | { readonly kind: 'clock' }
  | { readonly kind: 'progress'; readonly effect: EffectId; readonly drafts: readonly ProgressDraft[] }
  | { readonly kind: 'settled'; readonly effect: EffectId; readonly outcome: Outcome }
  | { readonly kind: 'answer'; readonly interaction: string; readonly answers: Json; readonly by?: string }
  | { readonly kind: 'stop'; readonly action: StopAction; readonly reason: string; readonly by?: string };
export interface ResumeOptions {
  /** By interaction id. */
  readonly answers?: { readonly [interaction: string]: Json };
  readonly limits?: LimitPatch;
  readonly loop_extra?: { readonly [loop: string]: number };
  /** Environment values that replace the recorded ones (R-RESUME-08). */
  readonly env?: { readonly [name: string]: string };
  readonly restart_nodes?: boolean;
  readonly by?: string;
  /** What `compareWorkflow` found, when the graph given to `step` is not the one of the log (R-RESUME-07). */
  readonly workflow_change?: WorkflowChange;
  /** The log is the prefix that `forkPrefix` made (R-RESUME-10). */
  readonly fork?: boolean;
}

/** An event of a running attempt without its envelope, which the core adds: llm_*, tool_*, delegate_*, usage_recorded, … */
export type ProgressDraft = AnyDraft<ProgressType>;
export type ProgressType =
  | 'llm_prompt'
  | 'llm_request'
  | 'llm_retry'
  | 'llm_step_finished'
  | 'llm_compacted'
  | 'tool_started'
  | 'tool_called'
  | 'tool_error'
  | 'delegate_started'
  | 'delegate_finished'
  | 'delegate_error'
  | 'delegate_retry'
  | 'usage_recorded'
  | 'session_opened'
  | 'schema_repair'
  | 'question_auto_answered'
  | 'workspace_wait'
  | 'warning';

export type Outcome =
  | { readonly is: 'output'; readonly output: Json; readonly meta: Meta; readonly session?: SessionRef }
  | { readonly is: 'error'; readonly error: RunError; readonly session?: SessionRef }
  | { readonly is: 'question'; readonly question: Question; readonly session: SessionRef }
  | { readonly is: 'interrupted'; readonly reason: string };

/** Metadata beside an output (R-CORE-18); keys without the leading `_`, which the core adds. */
export interface Meta {
  readonly tokens?: number;
  readonly cost_usd?: number | null;
  readonly model?: string;
  readonly backend?: string;
  readonly duration_s?: number;
  readonly exit_code?: number;
  readonly stderr?: string;
  /** Bytes of a command's output beyond what is kept (R-TOOL-19). */
  readonly dropped_bytes?: number;
  /** Names of declared output fields that a tool did not supply (R-TOOL-20). */
  readonly output_issues?: readonly string[];
  /** Names of fields that were coerced (R-LLM-12). */
  readonly coerced?: readonly string[];
}

export interface Effect {
  readonly id: EffectId;
  readonly kind: EffectKind;
  readonly branch: string;
  readonly node: string;
  readonly iteration: number;
  readonly attempt: number;
  readonly input: Json;
  readonly request: LlmRequest | ToolRequest;
  readonly session: {
    readonly mode: SessionMode;
    /** What the file asks for, where the core changed it: a session of another branch is forked (R-SESS-05). */
    readonly requested: SessionMode;
    readonly parent?: SessionRef;
    /** The conversation of an earlier attempt that goes on (R-RESUME-06, R-HUMAN-10). */
    readonly continues?: SessionRef;
  };
  readonly writer: boolean;
  readonly allowance: { readonly tokens?: number; readonly cost_usd?: number; readonly deadline?: Millis };
}

export interface LlmRequest {
  readonly backend: string;
  readonly provider?: string;
  readonly model?: string;
  readonly effort?: string;
  readonly system: string;
  readonly user: string;
  /** JSON Schema of the answer (R-LLM-10). */
  readonly schema?: Json;
  /** The grant; null: none declared (R-TOOL-03). */
  readonly tools: readonly string[] | null;
  /** null: everything is allowed; an empty list: nothing (R-TOOL-08). */
  readonly policy: readonly string[] | null;
  readonly readonly: boolean;
  readonly interaction: 'none' | 'human' | 'llm' | 'llm_or_human';
  /** 0: no bound but the budget (R-LLM-15). */
  readonly max_steps: number;
  readonly max_tokens?: number;
  /** `{threshold, preserve_recent, force?}`; force after CONTEXT_LENGTH_EXCEEDED (R-REC-04). */
  readonly compaction: Json;
  /** Active servers that the file names; the project's catalogue is the host's when `mcp_autoload` is set (R-MCP-01). */
  readonly mcp: readonly string[];
  readonly mcp_autoload?: boolean;
  readonly mcp_disabled?: readonly string[];
  readonly timeout_s?: number;
  readonly route?: {
    readonly candidates: readonly string[];
    readonly multi: boolean;
    /** Each member: the candidates of which one must be chosen so that a required node is reached (R-ROUTE-05). */
    readonly require: readonly { readonly node: string; readonly any_of: readonly string[] }[];
  };
  /** Questions of this activation and their answers, oldest first; the last one is what a resumed attempt waits for (R-HUMAN-10). */
  readonly answered?: readonly { readonly round: number; readonly question: Question; readonly answer: string }[];
  /** Who answers in place of a person (R-HUMAN-09, R-HUMAN-10). */
  readonly supervisor?: { readonly model?: string; readonly prompt?: string };
  /** Cursor fragments, appended to the system text (L-DECL-40, R-LLM-06). */
  readonly fragments?: readonly string[];
  /** Texts at the head of the first user message under `artifacts_only` (R-SESS-06). */
  readonly artifacts?: readonly { readonly name: string; readonly value: Json }[];
  readonly capabilities?: readonly string[];
  readonly memory?: Json;
  readonly sandbox?: Json;
}

export interface ToolRequest {
  readonly run:
    | { readonly shell: string }
    | { readonly script: string; readonly language: string }
    | { readonly tool: string; readonly args: Json };
  /** Environment variables that carry the references of a command (R-TOOL-17). */
  readonly refs: readonly { readonly name: string; readonly value: Json }[];
  /** The declared output fields, for R-TOOL-20: JSON Schema. */
  readonly schema?: Json;
  /** `tool.<node>` (R-TOOL-08). */
  readonly policy_name: string;
  readonly policy: readonly string[] | null;
  readonly timeout_s?: number;
  readonly sandbox?: Json;
}
