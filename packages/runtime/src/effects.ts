// Which executor carries out which effect (R-LLM-01, R-SIM-01). Backends that are not part of this build are named, never replaced.
import { type Effect, type LlmRequest, type Outcome } from '@iterion/engine';
import { type ExecutionContext, type Executor, INTERRUPTED } from './nodes/executor.ts';
import { executeTool } from './nodes/tool.ts';
import { leaseWorkspace } from './workspaceLock.ts';
import { createSimulation } from './backends/simulate/simulate.ts';

export interface EffectOptions {
  /** Replaces every effect of the run (`--simulate`). */
  readonly simulate?: { readonly seed: string };
  /** The run's seed, for nodes with `backend: simulate`. */
  readonly seed: string;
  /** How long each simulated effect lasts, of a whole simulation or of such nodes. */
  readonly simulateDelayMs?: number;
  /** Backends by name, beside `simulate`. */
  readonly backends?: Readonly<Record<string, Executor>>;
}

/** Builds the executor of a run. */
export function createExecutor(options: EffectOptions): Executor {
  const delay = options.simulateDelayMs === undefined ? {} : { delayMs: options.simulateDelayMs };
  if (options.simulate !== undefined) return createSimulation({ ...options.simulate, ...delay });
  const backends: Readonly<Record<string, Executor>> = {
    simulate: createSimulation({ seed: options.seed, ...delay }),
    ...options.backends,
  };
  const carryOut: Executor = async (effect, context) => {
    if (effect.kind === 'tool') return executeTool(effect, context);
    const { backend } = effect.request as LlmRequest; // every other kind carries one (R-CORE §1.2)
    const executor = Object.hasOwn(backends, backend) ? backends[backend] : undefined;
    return executor === undefined ? unavailable(effect, backend) : executor(effect, context);
  };
  return async (effect, context) =>
    effect.writer ? whileLeased(effect, context, carryOut) : carryOut(effect, context);
}

/** A longer wait for the workspace is told (R-FAN-17). */
const SILENT_WAIT_S = 1;

/** Carries out a writer attempt while no other run writes to the workspace. */
async function whileLeased(effect: Effect, context: ExecutionContext, carryOut: Executor): Promise<Outcome> {
  // A tool node that starts a run in its own workspace holds the workspace for it.
  if (context.env['ITERION_WORKSPACE'] === context.workspaceDir) return carryOut(effect, context);
  const lease = await leaseWorkspace(context.workspaceDir, context.signal);
  if (lease === undefined) return INTERRUPTED;
  try {
    if (lease.waitedS > SILENT_WAIT_S) {
      void context.progress({
        type: 'workspace_wait',
        data: { waited_s: lease.waitedS, holder: lease.holder ?? 'another run' },
      });
    }
    return await carryOut(effect, context);
  } finally {
    lease.release();
  }
}

/** Backends of the language that this build does not carry yet. */
export const UNAVAILABLE_HINT = 'run with --simulate, or set `backend: simulate` on the node';

export function unavailableMessage(backend: string): string {
  return `the backend ${backend} is not available in this build`;
}

function unavailable(effect: Effect, backend: string): Outcome {
  return {
    is: 'error',
    error: {
      code: 'BACKEND_UNAVAILABLE',
      message: unavailableMessage(backend),
      node_id: effect.node,
      hint: UNAVAILABLE_HINT,
    },
  };
}
