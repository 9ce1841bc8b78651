// The `simulate` backend (R-SIM-01..03): answers every effect from its seed, without network, key or process.
import { setTimeout as delay } from 'node:timers/promises';
import { sha256 } from '@iterion/dsl';
import {
  type Effect,
  type EventData,
  type JsonMap,
  type LlmRequest,
  type Outcome,
  type SessionRef,
  type Simulated,
  type ToolRequest,
  simulateOutput,
  simulateRoute,
  simulatedTokens,
} from '@iterion/engine';
import { type ExecutionContext, type Executor, INTERRUPTED } from '../../nodes/executor.ts';
import { schemaFields } from '../../nodes/schemaFields.ts';

export interface SimulateOptions {
  readonly seed: string;
  /** How long each effect lasts. */
  readonly delayMs?: number;
}

/** Builds the executor that makes up the outcome of any effect. */
export function createSimulation(options: SimulateOptions): Executor {
  return async (effect, context) => {
    if (options.delayMs !== undefined && options.delayMs > 0 && !(await wait(options.delayMs, context.signal)))
      return INTERRUPTED;
    const of: Simulated = { seed: options.seed, node: effect.node, branch: effect.branch, iteration: effect.iteration };
    if (effect.kind === 'tool') {
      const request = effect.request as ToolRequest; // effects of kind `tool` carry one (R-CORE §1.2)
      return { is: 'output', output: simulateOutput(of, schemaFields(request.schema)), meta: { duration_s: 0 } };
    }
    return converse(of, effect, effect.request as LlmRequest, context);
  };
}

async function converse(
  of: Simulated,
  effect: Effect,
  request: LlmRequest,
  context: ExecutionContext,
): Promise<Outcome> {
  const output: JsonMap =
    request.route === undefined ? simulateOutput(of, schemaFields(request.schema)) : simulateRoute(of, request.route);
  const input_tokens = simulatedTokens(request.system + request.user);
  const output_tokens = simulatedTokens(JSON.stringify(output));
  const model = request.model ?? 'simulate';
  const grant = await context.reserve({
    inputTokens: input_tokens,
    outputTokens: output_tokens,
    leastOutputTokens: output_tokens,
  });
  if (grant === undefined) return INTERRUPTED;
  if ('refused' in grant) return overBudget(grant.refused);
  const { session, opened } = openSession(of, effect, model);
  const withContent = context.env['ITERION_LOG_CONTENT'] !== '0';
  const recorded = context.progress(
    { type: 'session_opened', data: opened },
    { type: 'llm_prompt', data: withContent ? { system_prompt: request.system, user_message: request.user } : {} },
    { type: 'llm_request', data: { model, provider: 'simulate', step: 1, message_count: 1, tool_count: 0 } },
    {
      type: 'llm_step_finished',
      data: { step: 1, input_tokens, output_tokens, finish_reason: 'stop', tool_calls: 0, duration_ms: 0 },
    },
    {
      type: 'usage_recorded',
      data: {
        model,
        provider: 'simulate',
        input_tokens,
        output_tokens,
        cost_usd: 0,
        cost_source: 'simulated',
        source: 'llm_step',
      },
    },
  );
  void recorded.then(grant.settle);
  return { is: 'output', output, meta: { model, backend: 'simulate', duration_s: 0 }, session };
}

/** R-SESS-03 without a conversation behind it: `inherit` goes on under the parent's id, everything else gets one of its own. */
function openSession(
  of: Simulated,
  effect: Effect,
  model: string,
): { session: SessionRef; opened: EventData['session_opened'] } {
  const { mode, parent } = effect.session;
  const continued =
    (mode === 'inherit' || mode === 'inherit_if_available') && parent?.backend === 'simulate' ? parent : undefined;
  const id = continued?.id ?? `sim_${sha256(JSON.stringify([of.seed, effect.id])).slice(0, 12)}`;
  return {
    session: { id, backend: 'simulate', model },
    opened: {
      session_id: id,
      mode: continued === undefined && mode !== 'fork' && mode !== 'artifacts_only' ? 'fresh' : mode,
      requested: mode,
      forked: mode === 'fork' && parent !== undefined,
      ...(parent === undefined ? {} : { parent: parent.id }),
      backend: 'simulate',
      model,
    },
  };
}

function overBudget(dimension: 'tokens' | 'cost_usd'): Outcome {
  const message = 'what is left of the budget does not suffice for the next step';
  return { is: 'error', error: { code: 'BUDGET_EXCEEDED', message, details: { dimension } } };
}

/** True if the time passed, false if the effect was aborted. */
async function wait(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await delay(ms, undefined, { signal });
    return true;
  } catch {
    return false; // delay rejects for one reason only: the signal
  }
}
