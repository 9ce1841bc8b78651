// Starts a run and holds it until it stops (R-CLI-14). Everything that can be wrong is found before anything is on the disk.
import path from 'node:path';
import { didYouMean, type CompiledGraph } from '@iterion/dsl';
import type { Json } from '@iterion/engine';
import { coerceVars, runEnvironment, startRun, type StartValues } from '@iterion/runtime';
import { plural, visible } from '@iterion/runtime/text';
import { oneOf } from '../args/oneOf.ts';
import { mapOf } from '../args/pairs.ts';
import type { CommandResult, Invocation } from '../args/spec.ts';
import { usage } from '../failure.ts';
import { loadWithRecipe } from '../recipes/load.ts';
import { holdUntilStopped } from './hold.ts';
import { printOutcome, resultOf } from './outcome.ts';
import { RunPrinter } from './runPrinter.ts';
import { durationOf, limitsOf, runSettings } from './settings.ts';

export async function runWorkflow(invocation: Invocation): Promise<CommandResult> {
  const { args, terminal, json, cwd } = invocation;
  const settings = runSettings(invocation);
  const given = mapOf('var', args.values('var'));
  const limits = limitsOf(args);
  const simulate = simulationOf(invocation);
  const safety = args.value('workspace-safety');
  const delay = args.value('simulate-delay');
  const simulateDelayMs = delay === undefined ? undefined : durationOf('simulate-delay', delay);
  const loaded = loadWithRecipe(args.operands[0], args.value('recipe'), { cwd, strict: args.has('strict') });
  const { file, graph, text, recipe, recipeVars } = loaded;
  const workspaceDir = path.resolve(cwd, args.value('workspace') ?? '.');
  const preset = args.value('preset');
  const values = coerceVars(graph, {
    given,
    ...(preset === undefined ? {} : { preset }),
    ...(recipeVars === undefined ? {} : { recipe: recipeVars }),
    env: runEnvironment(graph, settings.env, workspaceDir).recorded,
  });
  for (const text of [...settings.warnings, ...startWarnings(graph, values, file)]) {
    terminal.err(`${terminal.paintError('yellow', 'warning:')} ${visible(text)}\n`);
  }
  const backend = args.value('backend');
  const printer = new RunPrinter({
    terminal,
    file,
    store: settings.storeName,
    silent: json,
    ndjson: settings.ndjson,
    simulatedModels: backend === 'simulate',
  });
  const runId = args.value('run-id');
  const start = () =>
    startRun({
      store: settings.store,
      workspaceDir,
      env: settings.env,
      fsync: settings.fsync,
      ...(settings.timeoutMs === undefined ? {} : { timeoutMs: settings.timeoutMs }),
      holdWhenPaused: settings.interactive,
      listener: (events) => printer.take(events),
      graph,
      sourceText: text,
      filePath: loaded.path,
      vars: values.vars,
      ...(recipe === undefined ? {} : { recipe }),
      inputs: values.inputs,
      ...(runId === undefined ? {} : { runId }),
      ...(simulate === undefined ? {} : { simulate }),
      ...(simulateDelayMs === undefined ? {} : { simulateDelayMs }),
      ...(backend === undefined ? {} : { backend }),
      ...(limits === undefined ? {} : { limits }),
      ...(safety === undefined ? {} : { workspaceSafety: oneOf('workspace-safety', safety, ['serialize', 'refuse']) }),
      origin: 'cli',
    });
  const { output } = await holdUntilStopped(start, { terminal, printer, interactive: settings.interactive });
  return ended({ printer, output, file, settings, terminal, json });
}

export interface Ended {
  readonly printer: RunPrinter;
  readonly output: Json;
  readonly file: string;
  readonly settings: { readonly storeName: string; readonly storeArgument: string; readonly ndjson: boolean };
  readonly terminal: Invocation['terminal'];
  readonly json: boolean;
}

/** The closing lines, and the result. */
export function ended({ printer, output, file, settings, terminal, json }: Ended): CommandResult {
  const outcome = {
    view: printer.view,
    output,
    file,
    store: settings.storeName,
    storeArgument: settings.storeArgument,
  };
  if (!json && !settings.ndjson) printOutcome(terminal, outcome);
  return resultOf(outcome);
}

function simulationOf({ args }: Invocation): { seed: string; humans?: 'on' | 'off' } | undefined {
  const seed = args.value('simulate');
  const humans = args.value('simulate-humans');
  const delay = args.value('simulate-delay');
  const simulatesModels = args.value('backend') === 'simulate';
  if (seed === undefined) {
    if (humans !== undefined)
      throw usage('--simulate-humans has a meaning together with --simulate only', 'add --simulate');
    if (delay !== undefined && !simulatesModels) {
      throw usage('--simulate-delay has a meaning together with --simulate only', 'add --simulate');
    }
    return undefined;
  }
  if (seed === '') throw usage('--simulate= needs a seed', 'write --simulate or --simulate=2');
  return { seed, ...(humans === undefined ? {} : { humans: oneOf('simulate-humans', humans, ['on', 'off']) }) };
}

/** What a person should know before the run begins: variables without value, values that no variable takes, problems of the file. */
function startWarnings(graph: CompiledGraph, values: StartValues, file: string): string[] {
  const warnings: string[] = [];
  const { unset, inputs } = values;
  if (unset.length > 0) {
    const flags = unset.map((name) => `--var ${name}=…`).join(' ');
    warnings.push(
      `${plural(unset.length, 'variable')} without value or default: ${unset.join(', ')} (null; give ${flags})`,
    );
  }
  const declared = graph.vars.map(({ name }) => name);
  for (const name of Object.keys(inputs)) {
    const near = didYouMean(name, declared);
    const meant = near === undefined ? '' : `; did you mean ${near}?`;
    warnings.push(`${name} is no variable of ${file}; it becomes a run input${meant}`);
  }
  const count = graph.diagnostics.filter(({ severity }) => severity === 'warning').length;
  if (count > 0) warnings.push(`${file} has ${plural(count, 'warning')}; see iterion validate ${file}`);
  return warnings;
}
