// What an execution consumed (E-RUN-25), by model, from its events alone. Pure. A price nobody knows makes the cost a lower bound and is said.
import type { RunEvent } from '@iterion/engine';
import type { RunEventEnvelope } from '@iterion/protocol';

export interface ModelUsage {
  readonly model: string;
  readonly provider: string | null;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly costUsd: number;
  /** Some of it had no known price. */
  readonly unpriced: boolean;
  readonly simulated: boolean;
  /** Tokens of the largest single input, for the share of the context window. */
  readonly largestInput: number;
}
export interface Usage {
  readonly models: readonly ModelUsage[];
  readonly requests: number;
  /** Milliseconds that answered requests took; null while none was answered. */
  readonly latencyMs: number | null;
  readonly slowestMs: number | null;
  readonly tools: number;
  readonly toolMs: number;
}

export function usageOf(envelopes: readonly RunEventEnvelope[]): Usage {
  const models = new Map<string, ModelUsage>();
  const latencies: number[] = [];
  let requests = 0;
  let tools = 0;
  let toolMs = 0;
  for (const event of envelopes as unknown as readonly RunEvent[]) {
    switch (event.type) {
      case 'usage_recorded': {
        const { data } = event;
        const key = `${data.provider ?? ''}\n${data.model}`;
        const known = models.get(key) ?? none(data.model, data.provider ?? null);
        const cacheRead = data.cache_read_tokens ?? 0;
        const cacheWrite = data.cache_write_tokens ?? 0;
        models.set(key, {
          ...known,
          input: known.input + data.input_tokens,
          output: known.output + data.output_tokens,
          cacheRead: known.cacheRead + cacheRead,
          cacheWrite: known.cacheWrite + cacheWrite,
          costUsd: known.costUsd + (data.cost_usd ?? 0),
          unpriced: known.unpriced || data.cost_usd === null,
          simulated: known.simulated || data.cost_source === 'simulated',
          largestInput: Math.max(known.largestInput, data.input_tokens + cacheRead + cacheWrite),
        });
        break;
      }
      case 'llm_request':
        requests += 1;
        break;
      case 'llm_step_finished':
        latencies.push(event.data.duration_ms);
        break;
      case 'delegate_finished':
        requests += event.data.turns;
        latencies.push(event.data.duration_ms);
        break;
      case 'tool_called':
      case 'tool_error':
        tools += 1;
        toolMs += event.data.duration_ms;
        break;
      default:
        break;
    }
  }
  return {
    models: [...models.values()],
    requests,
    latencyMs: latencies.length === 0 ? null : latencies.reduce((sum, ms) => sum + ms, 0),
    slowestMs: latencies.length === 0 ? null : Math.max(...latencies),
    tools,
    toolMs,
  };
}

const none = (model: string, provider: string | null): ModelUsage => ({
  model,
  provider,
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
  costUsd: 0,
  unpriced: false,
  simulated: false,
  largestInput: 0,
});
