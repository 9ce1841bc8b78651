// A host for tests: the loop of R-CORE-10 on a virtual clock, with scripted results instead of models and tools. Everything it does
// is a function of graph, script and the calls made on it; equal times complete in start order.
//  H-1  Only `wants` starts and aborts work (R-CORE-08).
//  H-2  After every input the returned state is the fold of the log so far, also when the state went through JSON (P-01, R-CORE-07).
import { apply, blank, fold } from '../apply.ts';
import type { CompiledGraph } from '@iterion/dsl';
import type { Effect, EffectId, Input, Millis, Outcome, ProgressDraft, ResumeOptions, RunHeader } from '../effects.ts';
import type { RunEvent } from '../events.ts';
import type { Json } from '../json.ts';
import { limitsOf } from '../budget.ts';
import { effectId } from '../ids.ts';
import { init, type RunState } from '../state.ts';
import { step } from '../step.ts';
import { wants } from '../wants.ts';
import { varsOf } from './variables.ts';
import { actOf, type Act, type Script } from './script.ts';

export interface HostOptions {
  readonly script?: Script;
  readonly header?: Partial<RunHeader>;
  /** The log that another host left. */
  readonly log?: readonly RunEvent[];
  /** Virtual time at the start, milliseconds. */
  readonly at?: Millis;
  /** Which of the completions that are due at the same time comes first: an index into them. Default: start order. */
  readonly choose?: (count: number) => number;
  /** Ignore durations: any running effect may complete next. */
  readonly anyOrder?: boolean;
  /** Freeze everything handed to the core and fold the log beside it (P-01, P-02). */
  readonly checked?: boolean;
  /** A run that takes more inputs than this is taken for endless. */
  readonly maxInputs?: number;
  /** Report neither sessions nor usage: the trace is compared event by event. */
  readonly silent?: boolean;
  readonly onInput?: (host: ScriptedHost, events: readonly RunEvent[]) => void;
}

interface Running {
  readonly effect: Effect;
  readonly act: Act;
  readonly ends: Millis;
  readonly order: number;
}

export const BEGIN = Date.UTC(2026, 0, 5, 10, 0, 0);

export class ScriptedHost {
  readonly graph: CompiledGraph;
  readonly options: HostOptions;
  readonly log: RunEvent[];
  /** Started effects in order. */
  readonly started: Effect[] = [];
  /** The largest number of effects that ran at one time. */
  peak = 0;
  state: RunState;
  now: Millis;
  #running = new Map<EffectId, Running>();
  #folded: RunState;
  #order = 0;
  #inputs = 0;
  /** Per node the attempts that the log opened, in order, as far as it was read. */
  readonly #opened = new Map<string, Map<EffectId, number>>();
  #counted = 0;

  constructor(graph: CompiledGraph, options: HostOptions = {}) {
    this.graph = graph;
    this.options = options;
    this.log = [...(options.log ?? [])];
    this.now = options.at ?? BEGIN;
    this.state = this.log.length > 0 ? fold(this.log) : init(headerOf(graph, options.header));
    this.#folded = this.log.length > 0 ? this.state : blank();
  }

  /** Node ids of the started effects, in order. */
  get calls(): readonly string[] {
    return this.started.map((effect) => effect.node);
  }

  callsOf(node: string): number {
    return this.calls.filter((call) => call === node).length;
  }

  get running(): readonly Effect[] {
    return [...this.#running.values()].map(({ effect }) => effect);
  }

  start(): this {
    return this.feed({ kind: 'start' }).run();
  }

  resume(options: ResumeOptions = {}): this {
    return this.feed({ kind: 'resume', epoch: this.state.epoch + 1, options }).run();
  }

  answer(interaction: string, answers: Json): this {
    return this.feed({ kind: 'answer', interaction, answers }).run();
  }

  stop(action: 'cancel' | 'pause' | 'timeout', reason = 'test'): this {
    return this.feed({ kind: 'stop', action, reason }).run();
  }

  /** Until nothing is left to happen. */
  run(): this {
    return this.runUntil(Number.POSITIVE_INFINITY);
  }

  /** Until nothing is left to happen at or before `time`; `time` counts from the beginning of 2026-01-05T10:00Z in seconds. */
  runTo(seconds: number): this {
    this.runUntil(BEGIN + seconds * 1000);
    this.now = Math.max(this.now, BEGIN + seconds * 1000);
    return this;
  }

  runUntil(time: Millis): this {
    while (this.#next(time));
    return this;
  }

  feed(input: Input): this {
    this.#inputs += 1;
    if (this.#inputs > (this.options.maxInputs ?? 100_000))
      throw new Error(`the run does not end: ${this.#inputs} inputs`);
    const before = this.state;
    if (this.options.checked === true) deepFreeze(input);
    const { events, state } = step(this.graph, before, input, this.now);
    if (this.options.checked === true) {
      deepFreeze(state);
      for (const event of events) {
        deepFreeze(event);
        this.#folded = apply(roundTrip(this.#folded), roundTrip(event));
      }
      const [live, folded] = [JSON.stringify(state), JSON.stringify(this.#folded)];
      if (events.length > 0 && live !== folded)
        throw new Error(`the state is not the fold of the log:\n${live}\n${folded}`);
      const again = step(this.graph, before, input, this.now);
      if (JSON.stringify(again.events) !== JSON.stringify(events)) throw new Error('step is not deterministic');
    }
    this.state = state;
    this.log.push(...events);
    this.#reconcile();
    this.options.onInput?.(this, events);
    return this;
  }

  #reconcile(): void {
    const { effects } = wants(this.graph, this.state);
    const wanted = new Set(effects.map((effect) => effect.id));
    const aborted = [...this.#running.keys()].filter((id) => !wanted.has(id));
    for (const id of aborted) this.#running.delete(id);
    for (const effect of effects) if (!this.#running.has(effect.id)) this.#begin(effect);
    this.peak = Math.max(this.peak, this.#running.size);
    for (const id of aborted) {
      this.feed({ kind: 'settled', effect: id, outcome: { is: 'interrupted', reason: 'aborted' } });
    }
  }

  #begin(effect: Effect): void {
    const act = actOf(this.options.script ?? {}, effect, this.#attemptsBefore(effect));
    this.#order += 1;
    this.started.push(effect);
    const ends = act.hangs === true ? Number.POSITIVE_INFINITY : this.now + act.seconds * 1000;
    this.#running.set(effect.id, { effect, act, ends, order: this.#order });
    if (effect.kind === 'tool' || this.options.silent === true) return;
    const { mode, requested, parent, continues } = effect.session;
    const inherited = mode === 'inherit' || mode === 'inherit_if_available' ? parent : undefined;
    const id = continues?.id ?? inherited?.id ?? `s_${effect.id.replaceAll(/[^\w-]/g, '_')}`;
    const opened: ProgressDraft = {
      type: 'session_opened',
      data: {
        session_id: id,
        mode,
        requested,
        forked: mode === 'fork',
        backend: 'claw',
        ...(parent === undefined ? {} : { parent: parent.id }),
        ...(mode !== requested ? { reason: 'parallel' } : {}),
      },
    };
    this.feed({ kind: 'progress', effect: effect.id, drafts: [opened] });
  }

  /** How many attempts of the node the log opened before this one. */
  #attemptsBefore(effect: Effect): number {
    for (; this.#counted < this.log.length; this.#counted += 1) {
      const event = this.log[this.#counted];
      if (event?.type !== 'node_started' || event.node_id === undefined) continue;
      const opened = this.#opened.get(event.node_id) ?? new Map<EffectId, number>();
      this.#opened.set(event.node_id, opened);
      const id = effectId(event.branch_id ?? 'main', event.node_id, event.iteration ?? 0, event.attempt ?? 1);
      if (!opened.has(id)) opened.set(id, opened.size);
    }
    const opened = this.#opened.get(effect.node);
    return opened?.get(effect.id) ?? opened?.size ?? 0;
  }

  /** Lets the next thing happen; false when there is none up to `time`. */
  #next(time: Millis): boolean {
    const { wakeAt } = wants(this.graph, this.state);
    const running = [...this.#running.values()].filter(({ act }) => act.hangs !== true);
    const first = this.options.anyOrder === true ? this.now : Math.min(...running.map(({ ends }) => ends));
    const due = running
      .filter(({ ends }) => this.options.anyOrder === true || ends === first)
      .toSorted((a, b) => a.order - b.order);
    const at = Math.min(
      due.length > 0 ? Math.max(first, this.now) : Number.POSITIVE_INFINITY,
      wakeAt ?? Number.POSITIVE_INFINITY,
    );
    if (!Number.isFinite(at) || at > time) return false;
    const waking = wakeAt !== null && wakeAt <= at && due.length === 0;
    this.now = Math.max(this.now, at);
    const chosen = due[waking ? -1 : (this.options.choose?.(due.length) ?? 0)];
    if (chosen === undefined || (wakeAt !== null && wakeAt < first && wakeAt <= at)) this.feed({ kind: 'clock' });
    else this.#complete(chosen);
    return true;
  }

  #complete({ effect, act }: Running): void {
    const { backend, model } = modelOf(effect);
    if (this.options.silent !== true && act.tokens > 0 && (effect.kind !== 'tool' || act.tokens !== 10)) {
      const usage: ProgressDraft = {
        type: 'usage_recorded',
        data: {
          model,
          input_tokens: act.tokens,
          output_tokens: 0,
          cost_usd: act.cost,
          cost_source: act.cost === null ? 'none' : 'table',
          source: 'llm_step',
        },
      };
      this.feed({ kind: 'progress', effect: effect.id, drafts: [usage] });
    }
    if (!this.#running.delete(effect.id)) return;
    this.feed({ kind: 'settled', effect: effect.id, outcome: outcomeOf(effect, act, backend) });
  }
}

function modelOf(effect: Effect): { readonly backend: string; readonly model: string } {
  if (!('backend' in effect.request)) return { backend: 'tool', model: 'tool' };
  return { backend: effect.request.backend, model: effect.request.model ?? 'scripted' };
}

function outcomeOf(effect: Effect, act: Act, backend: string): Outcome {
  const inherited = ['inherit', 'inherit_if_available'].includes(effect.session.mode)
    ? effect.session.parent
    : undefined;
  const id = effect.session.continues?.id ?? inherited?.id ?? `s_${effect.id.replaceAll(/[^\w-]/g, '_')}`;
  const session = { id, backend };
  if (act.error !== undefined) return { is: 'error', error: act.error };
  if (act.question !== undefined) return { is: 'question', question: act.question, session };
  const tool = effect.kind === 'tool';
  return {
    is: 'output',
    output: act.output ?? {},
    meta: tool ? { duration_s: act.seconds, exit_code: 0 } : { tokens: act.tokens, cost_usd: act.cost, backend },
    ...(tool ? {} : { session }),
  };
}

/** A header for a run of the graph; the run is called `r`. */
export function headerOf(graph: CompiledGraph, given: Partial<RunHeader> = {}): RunHeader {
  return {
    run_id: 'r',
    workflow: graph.workflow?.name ?? '',
    graph_hash: graph.hash,
    seed: 'r',
    inputs: {},
    env: {},
    workspace_safety: graph.workflow?.workspaceSafety ?? 'serialize',
    ...given,
    vars: { ...varsOf(graph), ...given.vars },
    limits: { ...limitsOf(graph.workflow?.budget), ...given.limits },
  };
}

function roundTrip<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

const frozen = new WeakSet<object>();

function deepFreeze(value: unknown): void {
  const pending = [value];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (typeof at !== 'object' || at === null || frozen.has(at)) continue;
    Object.freeze(at);
    frozen.add(at);
    pending.push(...Object.values(at).filter((item) => item !== undefined));
  }
}
