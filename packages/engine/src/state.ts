// The state of a run: what folding its log yields, and nothing else (R-STORE-15). Plain JSON; collections that grow with the run
// are persistent maps and lists, so that one event copies only its path (R-CORE-13).
// RS-1: `init` gives the state before the first event. RS-2: `run_started` alone determines the header, so a log folds by itself.
import { emptyMap, type PersistentMap } from './persistentMap.ts';
import type { PersistentList } from './persistentList.ts';
import type { ErrorCode } from './codes.ts';
import type {
  ActivationId,
  EffectKind,
  ForkedFrom,
  Limits,
  Millis,
  Question,
  RecordedRecipe,
  RunError,
  RunHeader,
  SessionRef,
  StopAction,
} from './effects.ts';
import type {
  BranchStatus,
  BudgetDimension,
  FailedBranch,
  FormField,
  InteractionKind,
  InterruptReason,
  LoopPath,
  NodeKind,
  RunStatus,
  StartReason,
  Strategy,
  UsageTotals,
} from './events.ts';
import type { Json, JsonMap } from './json.ts';

export interface RunState {
  readonly format: 2;
  readonly run_id: string;
  readonly workflow: string;
  readonly graph_hash: string;
  readonly seed: string;
  readonly vars: JsonMap;
  readonly inputs: JsonMap;
  readonly env: { readonly [name: string]: string | null };
  readonly attachments: JsonMap;
  readonly limits: Limits;
  readonly workspace_safety: 'serialize' | 'refuse';
  /** Set when every effect is made up (`--simulate`). */
  readonly simulated: { readonly seed: string; readonly humans?: boolean } | null;
  /** Some steps were made up though the run is not simulated as a whole (`backend: simulate`). */
  readonly simulated_in_part?: true;
  readonly forked_from: ForkedFrom | null;
  /** What the header says beside it, repeated in `run_started`. */
  readonly source: {
    readonly workflow_hash?: string;
    readonly file_path?: string;
    readonly work_dir?: string;
    readonly version?: string;
    readonly recipe?: RecordedRecipe;
  };

  readonly status: RunStatus;
  /** -1 before the first event. */
  readonly last_seq: number;
  readonly epoch: number;
  readonly started_at: string | null;
  readonly usage: Usage;
  /** What a fork's prefix had cost (R-RESUME-12); zero for other runs. */
  readonly inherited_usage: Usage;
  readonly clock: Clock;
  /** `<dimension>:<limit>` of each budget warning given (R-BUDGET-06). */
  readonly warned: readonly string[];
  /** Models without a known price that were reported (R-BUDGET-10). */
  readonly unpriced: readonly string[];
  readonly loop_extra: { readonly [loop: string]: number };
  readonly branches: PersistentMap<BranchState>;
  readonly fan_outs: PersistentMap<FanOutState>;
  readonly interactions: PersistentMap<InteractionState>;
  readonly artifact_versions: PersistentMap<number>;
  /** Every conversation of the run by id, with the branch that opened it (R-SESS-02, R-SESS-05). */
  readonly sessions: PersistentMap<{ readonly ref: SessionRef; readonly branch: string }>;
  readonly index: BranchIndex;
  readonly stopping: Stopping | null;
  /** Finished activations, for `run_resumed.kept`. */
  readonly finished_activations: number;
  readonly output: Json;
  readonly failure: RunError | null;
}

export type Usage = Omit<UsageTotals, 'active_s'>;

/** Active time (R-BUDGET-03). */
export interface Clock {
  readonly active_ms: number;
  /** When the present stretch began; null while stopped or waiting for people. */
  readonly since: Millis | null;
  /** The time of the last event. */
  readonly last: Millis | null;
}

/** Branch ids in tree order, by what may happen to them; derived from the positions and kept by `placeBranch` alone. */
export interface BranchIndex {
  /** May move without an outside result, now or at a known time. */
  readonly ready: readonly string[];
  /** Hold an open attempt that the host carries out. */
  readonly executing: readonly string[];
  /** Wait for a person. */
  readonly waiting: readonly string[];
  /** Holds the workspace: its writer executes or waits for a retry (R-FAN-17). */
  readonly writer: string | null;
}

export interface Stopping {
  readonly action: StopAction | 'budget';
  readonly reason: string;
  readonly by?: string;
  /** For `budget`: what was refused, where. */
  readonly node?: string;
  readonly branch?: string;
  readonly dimension?: BudgetDimension;
  readonly used?: number;
  readonly limit?: number;
}

export interface BranchState {
  readonly id: string;
  readonly parent: string | null;
  readonly fan_out: ActivationId | null;
  /** Ordinals from the root; [] for `main`. Orders branches (R-CORE-11). */
  readonly path: readonly number[];
  /** The convergence before which it ends; null for `main`. */
  readonly stop: string | null;
  /** The first target, which its branch events carry as node_id. */
  readonly head: string | null;
  readonly position: Position;
  readonly session: SessionRef | null;
  /** Edges that inner branches handed up for the convergence of an enclosing fan-out (R-FAN-05). */
  readonly held: readonly Arrival[];
  readonly scope: BranchScope;
  /** Uses of each child id, so that ids stay unique (R-CORE-02). */
  readonly child_ids: { readonly [base: string]: number };
}

/** What the branch itself wrote; reading goes on with the parent (§1.1). */
export interface BranchScope {
  readonly outputs: PersistentMap<Json>;
  readonly meta: PersistentMap<JsonMap>;
  readonly history: PersistentMap<History>;
  readonly artifacts: PersistentMap<ArtifactEntry>;
  /** Activations opened per node. */
  readonly iterations: PersistentMap<number>;
  readonly loops: PersistentMap<LoopState>;
  /** Activations of each round_robin router. */
  readonly round_robin: PersistentMap<number>;
}
export interface History {
  readonly entries: PersistentList<HistoryEntry>;
  /** The entries' loop activations never fall: those of the current activations are a suffix. */
  readonly ordered: boolean;
}
export interface HistoryEntry {
  readonly output: Json;
  /** The activation of each loop around the node. */
  readonly loops: { readonly [loop: string]: number };
}
export interface ArtifactEntry {
  readonly node: string;
  readonly version: number;
  readonly value: Json;
  /** `seq` of the first publication of the name visible here (R-SESS-06). */
  readonly since: number;
}
export interface LoopState {
  readonly activation: number;
  readonly count: number;
  readonly previous: Json;
  readonly current: Json;
}

/** An edge by which a node is entered. */
export interface Arrival {
  readonly edge: string;
  readonly from: string;
  /** The node it leads to. */
  readonly to: string;
  /** Present on edges into a stop node (R-FAN-05). */
  readonly contribution?: JsonMap;
  /** The keys of `contribution` that a `with` block set. */
  readonly mapped?: readonly string[];
}
/** Set when a node is entered because a fan-out settled. */
export interface Convergence {
  readonly fan_out: ActivationId;
  readonly router: string;
  readonly strategy: Strategy;
  readonly failed: readonly FailedBranch[];
}

export type Position =
  | StartingPosition
  | EnteringPosition
  | OpenPosition
  | FinishedPosition
  | ForkedPosition
  | EndedPosition;
/** A branch whose first edge has not been recorded yet. */
export interface StartingPosition {
  readonly k: 'starting';
  readonly edge: string;
  readonly from: string;
  readonly to: string;
}
export interface EnteringPosition {
  readonly k: 'entering';
  readonly node: string;
  readonly via: readonly Arrival[];
  readonly convergence?: Convergence;
}
export type Phase = 'executing' | 'waiting' | 'waiting_human' | 'interrupted' | 'failed';
export interface OpenPosition {
  readonly k: 'open';
  readonly node: string;
  readonly kind: NodeKind;
  readonly iteration: number;
  readonly attempt: number;
  readonly phase: Phase;
  readonly via: readonly Arrival[];
  readonly convergence?: Convergence;
  readonly input: Json;
  readonly mode?: string;
  readonly loop_path: LoopPath;
  readonly reserved: { readonly session_id?: string; readonly reasoning_effort?: string };
  readonly effect?: EffectKind;
  readonly writer: boolean;
  /** RFC 3339; phase `waiting` (R-REC-05). */
  readonly not_before?: string;
  /** The next attempt compacts its conversation first (R-REC-04). */
  readonly compact?: boolean;
  /** phase `waiting_human`. */
  readonly interaction?: string;
  /** phase `interrupted`. */
  readonly interrupted?: InterruptReason;
  /** Why the next attempt will open, where it is not a retry. */
  readonly next_reason?: StartReason;
  /** Retries used per code (R-REC-06). */
  readonly recoveries: { readonly [code: string]: number };
  /** phase `failed`, or the error shown by a recovery pause. */
  readonly error?: RunError;
  /** The conversation of the present or an earlier attempt, to be continued (R-RESUME-06). */
  readonly session?: SessionRef;
  /** Questions of this activation that were answered (R-HUMAN-10). */
  readonly answered: readonly { readonly round: number; readonly question: Question; readonly answer: string }[];
  readonly rounds: number;
  readonly simulated?: boolean;
  readonly selected_edge?: string;
}
export interface FinishedPosition {
  readonly k: 'finished';
  readonly node: string;
  readonly iteration: number;
  readonly attempt: number;
  readonly published: boolean;
  /** Chosen by the router itself (R-ROUTE-02). */
  readonly selected_edge?: string;
  /** Chosen by the model (R-ROUTE-04). */
  readonly selected_routes?: readonly string[];
  /** For a terminal: its input, which the run-level event carries (R-EDGE-17). */
  readonly input?: Json;
}
export interface ForkedPosition {
  readonly k: 'forked';
  readonly fan_out: ActivationId;
  readonly node: string;
  readonly iteration: number;
}
export interface EndedPosition {
  readonly k: 'ended';
  readonly status: BranchStatus;
  readonly join_node?: string;
  readonly at?: string;
  readonly code?: ErrorCode;
  readonly error?: string;
  readonly cause?: RunError;
  readonly resume: Exclude<Position, EndedPosition>;
}

export interface FanOutState {
  readonly id: ActivationId;
  readonly router: string;
  /** The branch that stands still meanwhile. */
  readonly parent: string;
  readonly convergence: string;
  readonly explicit: boolean;
  readonly strategy: Strategy;
  readonly branches: readonly string[];
  readonly edges: readonly string[];
  readonly targets: readonly string[];
  /** Branches that have not ended, those not yet started included. */
  readonly live: number;
  readonly started: number;
  /** Under wait_all: the branch whose failure ended it (R-FAN-07). */
  readonly aborted: string | null;
}

export interface InteractionState {
  readonly id: string;
  readonly branch: string;
  readonly node: string;
  readonly iteration: number;
  readonly attempt: number;
  readonly kind: InteractionKind;
  readonly requested_at: string;
  readonly questions: Json;
  readonly instructions?: string;
  readonly form: readonly FormField[];
  readonly min_answers?: number;
  readonly shown_hash: string;
  readonly round?: number;
  readonly status: 'open' | 'answered' | 'consumed' | 'void';
  readonly answers?: JsonMap;
}

export const MAIN = 'main';

export const NO_USAGE: Usage = {
  iterations: 0,
  tokens: 0,
  input_tokens: 0,
  output_tokens: 0,
  cache_read_tokens: 0,
  cache_write_tokens: 0,
  cost_usd: 0,
  cost_incomplete: false,
};

export function emptyScope(): BranchScope {
  return {
    outputs: emptyMap(),
    meta: emptyMap(),
    history: emptyMap(),
    artifacts: emptyMap(),
    iterations: emptyMap(),
    loops: emptyMap(),
    round_robin: emptyMap(),
  };
}

/** The state before the first event. */
export function init(header: RunHeader): RunState {
  return {
    format: 2,
    run_id: header.run_id,
    workflow: header.workflow,
    graph_hash: header.graph_hash,
    seed: header.seed,
    vars: header.vars,
    inputs: header.inputs,
    env: header.env,
    attachments: header.attachments ?? {},
    limits: header.limits,
    workspace_safety: header.workspace_safety,
    simulated: header.simulated ?? null,
    forked_from: header.forked_from ?? null,
    source: {
      ...(header.workflow_hash === undefined ? {} : { workflow_hash: header.workflow_hash }),
      ...(header.file_path === undefined ? {} : { file_path: header.file_path }),
      ...(header.work_dir === undefined ? {} : { work_dir: header.work_dir }),
      ...(header.version === undefined ? {} : { version: header.version }),
      ...(header.recipe === undefined ? {} : { recipe: header.recipe }),
    },
    status: 'queued',
    last_seq: -1,
    epoch: header.epoch ?? 1,
    started_at: null,
    usage: NO_USAGE,
    inherited_usage: NO_USAGE,
    clock: { active_ms: 0, since: null, last: null },
    warned: [],
    unpriced: [],
    loop_extra: {},
    branches: emptyMap(),
    fan_outs: emptyMap(),
    interactions: emptyMap(),
    artifact_versions: emptyMap(),
    sessions: emptyMap(),
    index: { ready: [], executing: [], waiting: [], writer: null },
    stopping: null,
    finished_activations: 0,
    output: null,
    failure: null,
  };
}

/** What the header of a run says of it (R-SIM-03): made up as a whole, in part, or (null) not at all. */
export function simulationOf(
  run: Pick<RunState, 'seed' | 'simulated' | 'simulated_in_part'>,
): { readonly seed: string; readonly humans?: boolean; readonly part?: true } | null {
  return run.simulated ?? (run.simulated_in_part === true ? { seed: run.seed, part: true } : null);
}
