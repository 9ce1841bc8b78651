// What an execution did, step by step (E-RUN-24), from its events alone: model requests, tool calls, questions, recovery, in the order in
// which they began. Pure. A step whose end has not been recorded is in flight as long as its execution runs.
import type { Json, RunEvent } from '@iterion/engine';
import type { RunEventEnvelope } from '@iterion/protocol';

type StepState = 'running' | 'done' | 'failed' | 'unknown';
interface StepBase {
  readonly seq: number;
  readonly attempt: number;
  readonly at: string;
}
export type Step = StepBase &
  (
    | {
        readonly kind: 'request';
        readonly state: StepState;
        readonly model: string;
        readonly provider?: string;
        readonly messages: number;
        readonly tools: number;
        readonly effort?: string;
        readonly finished?: {
          readonly input: number;
          readonly output: number;
          readonly cacheRead: number;
          readonly cacheWrite: number;
          readonly reason: string;
          readonly toolCalls: number;
          readonly ms: number;
          readonly text?: Json;
        };
      }
    | {
        readonly kind: 'tool';
        readonly state: StepState;
        readonly tool: string;
        readonly id: string;
        readonly input?: Json;
        readonly inputBytes?: number;
        readonly output?: Json;
        readonly outputBytes?: number;
        readonly exitCode?: number;
        readonly error?: string;
        readonly ms?: number;
      }
    | {
        readonly kind: 'delegate';
        readonly state: StepState;
        readonly backend: string;
        readonly version: string;
        readonly turns?: number;
        readonly tokens?: number;
        readonly exitCode?: number | null;
        readonly error?: string;
        readonly ms?: number;
      }
    | {
        readonly kind: 'question';
        readonly state: StepState;
        readonly id: string;
        readonly asked: Json;
        readonly answers?: Json;
        readonly by?: string;
      }
    /** What needs one line: an attempt that began, a retry, a repair, a compaction, a wait, a warning. */
    | {
        readonly kind: 'note';
        readonly what: string;
        readonly detail: string;
        readonly tone: 'plain' | 'warning' | 'error';
      }
  );

/** `open`: the execution still runs, so that what has no end yet is under way. */
export function stepsOf(envelopes: readonly RunEventEnvelope[], open: boolean): readonly Step[] {
  const steps: Step[] = [];
  const lastOf = (kind: Step['kind'], matches: (step: Step) => boolean = () => true): number =>
    steps.findLastIndex((step) => step.kind === kind && matches(step));
  const change = (index: number, patch: object): boolean => {
    const step = steps[index];
    if (step === undefined) return false;
    steps[index] = { ...step, ...patch };
    return true;
  };
  const events = envelopes as unknown as readonly RunEvent[];
  const lastAttempt = events.reduce((last, { attempt = 1 }) => Math.max(last, attempt), 1);
  for (const event of events) {
    const { attempt = 1 } = event;
    const base = { seq: event.seq, attempt, at: event.timestamp };
    const pending: StepState = open && attempt === lastAttempt ? 'running' : 'unknown';
    const note = (what: string, detail: string, tone: 'plain' | 'warning' | 'error' = 'plain'): void => {
      steps.push({ ...base, kind: 'note', what, detail, tone });
    };
    switch (event.type) {
      case 'node_started':
        if (attempt > 1) note(`attempt ${attempt}`, event.data.reason ?? '');
        break;
      case 'session_opened': {
        const { mode, requested, reason } = event.data;
        if (mode !== 'fresh' || reason !== undefined)
          note(
            'conversation',
            [mode === requested ? mode : `${mode} (${requested} was asked for)`, reason].filter(Boolean).join(': '),
          );
        break;
      }
      case 'llm_request': {
        const { model, provider, message_count, tool_count, reasoning_effort } = event.data;
        steps.push({
          ...base,
          kind: 'request',
          state: pending,
          model,
          ...(provider === undefined ? {} : { provider }),
          messages: message_count,
          tools: tool_count,
          ...(reasoning_effort === undefined ? {} : { effort: reasoning_effort }),
        });
        break;
      }
      case 'llm_step_finished': {
        const { data } = event;
        const finished = {
          input: data.input_tokens,
          output: data.output_tokens,
          cacheRead: data.cache_read_tokens ?? 0,
          cacheWrite: data.cache_write_tokens ?? 0,
          reason: data.finish_reason,
          toolCalls: data.tool_calls,
          ms: data.duration_ms,
          ...(data.response_text === undefined ? {} : { text: data.response_text }),
        };
        change(
          lastOf('request', (step) => step.kind === 'request' && step.finished === undefined),
          {
            state: 'done',
            finished,
          },
        );
        break;
      }
      case 'llm_retry':
      case 'delegate_retry':
        note('asked again', `${event.data.error}, after ${event.data.delay_ms} ms`, 'warning');
        break;
      case 'llm_compacted':
        note(
          'compacted',
          `${event.data.before_tokens} → ${event.data.after_tokens} tokens, ${event.data.removed_message_count} messages removed`,
        );
        break;
      case 'schema_repair':
        note(
          'repair',
          `round ${event.data.round}: the answer did not fit its schema: ${JSON.stringify(event.data.violations)}`,
          'warning',
        );
        break;
      case 'tool_started': {
        const { tool, input, input_size } = event.data;
        steps.push({
          ...base,
          kind: 'tool',
          state: pending,
          tool,
          inputBytes: input_size,
          ...(input === undefined ? {} : { input }),
          id: event.data.tool_use_id,
        });
        break;
      }
      case 'tool_called':
      case 'tool_error': {
        const { tool, tool_use_id, input, duration_ms } = event.data;
        const ended =
          event.type === 'tool_called'
            ? {
                state: (event.data.exit_code ?? 0) === 0 ? 'done' : 'failed',
                outputBytes: event.data.output_size,
                ...(event.data.output === undefined ? {} : { output: event.data.output }),
                ...(event.data.exit_code === undefined ? {} : { exitCode: event.data.exit_code }),
              }
            : { state: 'failed', error: event.data.error };
        const patch = { ...ended, ms: duration_ms, ...(input === undefined ? {} : { input }) };
        // A call may be told of at its end alone.
        const known = lastOf(
          'tool',
          (step) => step.kind === 'tool' && step.id === tool_use_id && step.ms === undefined,
        );
        if (!change(known, patch)) steps.push({ ...base, kind: 'tool', tool, id: tool_use_id, ...patch } as Step);
        break;
      }
      case 'delegate_started':
        steps.push({
          ...base,
          kind: 'delegate',
          state: pending,
          backend: event.data.backend,
          version: event.data.version,
        });
        break;
      case 'delegate_finished':
        change(lastOf('delegate'), {
          state: 'done',
          turns: event.data.turns,
          tokens: event.data.tokens,
          ms: event.data.duration_ms,
          exitCode: event.data.exit_code,
        });
        break;
      case 'delegate_error':
        change(lastOf('delegate'), { state: 'failed', error: event.data.error });
        break;
      case 'human_input_requested':
        steps.push({
          ...base,
          kind: 'question',
          state: 'running',
          id: event.data.interaction_id,
          asked: event.data.questions,
        });
        break;
      case 'human_answers_recorded': {
        const { interaction_id, answers, by } = event.data;
        change(
          lastOf('question', (step) => step.kind === 'question' && step.id === interaction_id),
          {
            state: 'done',
            answers,
            ...(by === undefined ? {} : { by }),
          },
        );
        break;
      }
      case 'question_auto_answered':
        note('answered by a model', `${event.data.model}: ${JSON.stringify(event.data.answer)}`);
        break;
      case 'node_recovery': {
        const { code, action, error, delay_ms } = event.data;
        const then =
          action === 'pause'
            ? 'a person is asked'
            : `${action}${delay_ms === undefined ? '' : ` after ${delay_ms} ms`}`;
        note('recovery', `${code}: ${error.message}; ${then}`, 'warning');
        break;
      }
      case 'node_failed':
        note('failed', `${event.data.code}: ${event.data.error}`, 'error');
        break;
      case 'node_interrupted':
        note('interrupted', event.data.reason, 'warning');
        break;
      case 'workspace_wait':
        note('waited', `${event.data.waited_s} s for the workspace, held by ${event.data.holder}`);
        break;
      case 'cost_unknown':
        note('price unknown', event.data.model, 'warning');
        break;
      case 'warning':
        note('warning', event.data.message, 'warning');
        break;
      default:
        break;
    }
  }
  return steps;
}
