// The plan of a run (R-CLI-13): validates and computes; no credential is checked, no process started, no connection opened.
import { limitsOf as budgetLimits, type Json, type JsonMap, type Limits } from '@iterion/engine';
import { coerceVars, estimateOf, runEnvironment } from '@iterion/runtime';
import { mapOf } from '../args/pairs.ts';
import type { CommandResult, Invocation } from '../args/spec.ts';
import { environmentOf, limitsOf, storeOf } from '../run/settings.ts';
import { loadWithRecipe } from '../recipes/load.ts';
import { planOf, type WorkflowPlan } from './plan.ts';
import { printPlan } from './printPlan.ts';

export function planWorkflow(invocation: Invocation): Promise<CommandResult> {
  const { args, terminal, json, cwd } = invocation;
  const given = mapOf('var', args.values('var'));
  const patch = limitsOf(args);
  const { file, graph, recipeVars } = loadWithRecipe(args.operands[0], args.value('recipe'), { cwd });
  const { recorded } = runEnvironment(graph, environmentOf(invocation).env, cwd);
  const preset = args.value('preset');
  // Wrong values are refused here as they would be at the start of a run.
  coerceVars(graph, {
    given,
    ...(preset === undefined ? {} : { preset }),
    ...(recipeVars === undefined ? {} : { recipe: recipeVars }),
    env: recorded,
  });
  const limits: Limits = { ...budgetLimits(graph.workflow?.budget), ...patch };
  const plan = planOf(graph, { file, limits, env: recorded, ...backendOf(args.value('backend')) });
  const estimate = estimateOf(storeOf(invocation).store, plan.workflow);
  if (!json) printPlan(terminal, plan, estimate);
  const document = { ...planJson(plan), ...(estimate === undefined ? {} : { estimate: estimate as unknown as Json }) };
  return Promise.resolve({ exitCode: 0, json: document });
}

function backendOf(backend: string | undefined): { backend?: string } {
  return backend === undefined ? {} : { backend };
}

function planJson(plan: WorkflowPlan): JsonMap {
  const { worst, limits } = plan;
  return {
    file: plan.file,
    workflow: plan.workflow,
    valid: true,
    order: plan.nodes.map(({ id }) => id),
    nodes: plan.nodes.map(({ id, kind, backend, model, writer, maxActivations, reason, inside }) => ({
      id,
      kind,
      ...(backend === null ? {} : { backend }),
      ...(model === null ? {} : { model }),
      writer,
      max_activations: maxActivations,
      ...(reason === null ? {} : { reason }),
      inside: [...inside],
    })),
    loops: plan.loops.map(({ name, max, inside }) => ({ name, max_traversals: max, inside: [...inside] })),
    fan_outs: plan.fanOuts.map(({ router, convergence = null, strategy, explicit }) => ({
      router,
      convergence,
      strategy,
      explicit,
    })),
    width: plan.width,
    worst_case: {
      attempts: worst.attempts,
      model_steps: worst.modelSteps,
      output_tokens: worst.outputTokens,
      cost_usd: limits.max_cost_usd ?? null,
      duration_s: limits.max_duration ?? null,
      limited_by: [...worst.limitedBy],
    },
    capabilities: plan.capabilities as unknown as Json,
  };
}
