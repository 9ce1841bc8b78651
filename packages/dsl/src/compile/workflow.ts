// The workflow's items as part of the graph (L-WF-02, L-WF-05).
import type { Budget, Interaction, Workflow } from '../graph.ts';
import { decl } from './declarations.ts';
import { durationMs } from './duration.ts';
import { readCompaction, readSandbox, textList } from './effective.ts';
import type { Model } from './model.ts';
import type { Properties } from './properties.ts';
import type { Values } from './values.ts';

export function workflow(model: Model, values: Values): Workflow | undefined {
  const symbol = model.symbols.workflow;
  if (symbol === undefined) return undefined;
  const { props } = symbol;
  const mcp = props.block('mcp');
  const result: Workflow = {
    ...decl(model, symbol.name, symbol.decl, symbol.nameToken, symbol.at),
    budget: budget(props),
    mcp: {
      autoloadProject: mcp?.bool('autoload_project') ?? true,
      servers: (mcp === undefined ? undefined : textList(mcp, 'servers')) ?? [],
      disable: (mcp === undefined ? undefined : textList(mcp, 'disable')) ?? [],
    },
    capabilities: textList(props, 'capabilities') ?? [],
    worktree: props.word('worktree') ?? 'none',
    workspaceSafety: props.word('workspace_safety') ?? 'serialize',
  };
  const entry = model.entry();
  if (entry !== undefined) result.entry = entry;
  const compaction = readCompaction(props);
  if (compaction !== undefined) result.compaction = compaction;
  const interaction = props.word<Interaction>('interaction');
  if (interaction !== undefined) result.interaction = interaction;
  const backend = props.text('default_backend');
  if (backend !== undefined) result.defaultBackend = values.envText(backend.token, backend.at);
  const policy = textList(props, 'tool_policy');
  if (policy !== undefined) result.toolPolicy = policy;
  const sandbox = readSandbox(props, 'sandbox');
  if (sandbox !== undefined) result.sandbox = sandbox;
  return result;
}

/** The limits that are given and valid; 0 means none and is left out (L-WF-05). */
function budget(props: Properties): Budget {
  const block = props.block('budget');
  const result: Budget = {};
  if (block === undefined) return result;
  const set = (key: keyof Budget, value: number | undefined): void => {
    if (value !== undefined && Number.isFinite(value) && value > 0) result[key] = value;
  };
  set('maxParallelBranches', block.number('max_parallel_branches'));
  const duration = block.value('max_duration');
  set('maxDurationMs', duration === undefined ? undefined : durationMs(duration));
  set('maxCostUsd', block.number('max_cost_usd'));
  set('maxTokens', block.number('max_tokens'));
  set('maxIterations', block.number('max_iterations'));
  return result;
}
