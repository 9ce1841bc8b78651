// Values that events, effects and state have in common. Types only, plain JSON (R-CORE-05).
import type { ErrorCode } from './codes.ts';
import type { Json } from './json.ts';

/** Milliseconds since the epoch; the only time the core sees (R-CORE-04). */
export type Millis = number;
/** `<branch>:<node>:<iteration>`. */
export type ActivationId = string;
/** `<activation>@<attempt>`; also the idempotency key of the effect (§1.1). */
export type EffectId = string;

export type EffectKind = 'llm' | 'tool' | 'route' | 'auto_human';
export type SessionMode = 'fresh' | 'inherit' | 'inherit_if_available' | 'fork' | 'artifacts_only';

/** Units: tokens, USD, seconds of active time, counted attempts (R-BUDGET-01). Absent or null: no limit. */
export interface Limits {
  readonly max_tokens?: number | null;
  readonly max_cost_usd?: number | null;
  /** Seconds of active time. */
  readonly max_duration?: number | null;
  readonly max_iterations?: number | null;
  readonly max_parallel_branches?: number | null;
  /** The host's own bound where the file sets none (R-FAN-16); default 16. */
  readonly max_concurrency?: number | null;
}

/** What a recipe calls success (R-RECIPE-04); a metric is `[node.]field`. */
export interface EvaluationPolicy {
  readonly primary_metric: string;
  readonly success_value?: Json;
  readonly secondary_metrics?: readonly string[];
}

/** The recipe a run was started with, as it was read; hosts know its other keys (R-RECIPE-01). */
export interface RecordedRecipe {
  readonly name: string;
  readonly evaluation_policy?: EvaluationPolicy;
}

export interface ForkedFrom {
  readonly run_id: string;
  /** The number of events taken over; usage below it is inherited, not consumed (R-RESUME-12). */
  readonly seq: number;
  readonly activation?: ActivationId;
}

export type StopAction = 'cancel' | 'pause' | 'timeout';

export interface Question {
  readonly question: string;
  readonly options?: readonly string[];
  readonly allow_free_text?: boolean;
}

export interface SessionRef {
  readonly id: string;
  readonly backend: string;
  readonly provider?: string;
  readonly model?: string;
  readonly messages?: number;
}

export interface RunError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly node_id?: string;
  readonly branch_id?: string;
  readonly iteration?: number;
  readonly attempt?: number;
  readonly hint?: string;
  readonly cause?: RunError;
  /** `resets_at` (RFC 3339) for RATE_LIMITED (R-REC-07), `response_text`, `dimension` for BUDGET_EXCEEDED … */
  readonly details?: Json;
}
