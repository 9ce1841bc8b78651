// Carries out `bench` (R-RECIPE-10): everything that can be wrong with a recipe is found before the first run; after that a failure is
// a row. Ctrl+C cancels what runs and reports what there is.
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { applyEdits, compile, edit, parse } from '@iterion/dsl';
import type { Json } from '@iterion/engine';
import {
  type BenchRun,
  type RunHandle,
  type StartOptions,
  benchmark,
  coerceVars,
  openStore,
  runEnvironment,
  startRun,
  summarize,
} from '@iterion/runtime';
import { plural, visible } from '@iterion/runtime/text';
import { mapOf } from '../args/pairs.ts';
import type { CommandResult, Invocation, Parsed } from '../args/spec.ts';
import { Failure, usage } from '../failure.ts';
import { readRecipe, recipeOn, type RecipeWorkflow } from '../recipes/load.ts';
import { limitsOf, runSettings, type RunSettings } from '../run/settings.ts';
import { benchMarkdown, rowLine } from './benchMarkdown.ts';

export async function benchRecipes(invocation: Invocation): Promise<CommandResult> {
  const { args, terminal, json, cwd } = invocation;
  const settings = runSettings(invocation);
  const repeat = countOf(args, 'repeat');
  const parallel = countOf(args, 'parallel');
  if (args.has('worktree') && args.value('simulate') !== undefined)
    throw usage('a simulated run changes no file and gets no worktree', 'leave out --worktree or --simulate');
  const prepared = recipesOf(args, cwd).map((one) => prepare(invocation, settings, one));
  requireDistinct(prepared.map(({ name }) => name));
  for (const text of settings.warnings) terminal.err(`${terminal.paintError('yellow', 'warning:')} ${visible(text)}\n`);
  const folder = path.join(settings.storeName, 'bench', new Date().toISOString().replaceAll(/[-:.]/g, ''));
  const plan = prepared.flatMap((one) =>
    Array.from({ length: repeat }, (_, index) => planned(one, index + 1, folder, invocation)),
  );
  const running = new Set<RunHandle>();
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) return running.forEach((handle) => handle.kill());
    stop.abort();
    terminal.err('cancelling; once more kills what still runs\n');
    // One that has just stopped has nothing left to cancel.
    for (const handle of running) handle.cancel('signal').catch(() => undefined);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  try {
    const rows = await benchmark(plan, {
      parallel,
      signal: stop.signal,
      onStart: (handle) => {
        running.add(handle);
        const leave = (): void => void running.delete(handle);
        handle.done.then(leave, leave);
        if (stop.signal.aborted) handle.cancel('signal').catch(() => undefined);
      },
      onRow: (row) => terminal.err(`${terminal.paintError('dim', visible(rowLine(row)))}\n`),
    });
    const summary = summarize(rows);
    const document = { rows: rows as unknown as Json, summary: summary as unknown as Json };
    const markdown = benchMarkdown(rows, summary);
    const output = args.value('output');
    if (output !== undefined) {
      const text = output.endsWith('.json') ? `${JSON.stringify(document, null, 2)}\n` : markdown;
      writeFileSync(path.resolve(cwd, output), text);
      if (!json) terminal.out(`${visible(output)} written: ${plural(rows.length, 'run')}\n`);
    } else if (!json) terminal.out(markdown);
    return { exitCode: stop.signal.aborted ? 130 : 0, json: document };
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal);
  }
}

interface Named {
  readonly recipeFile: string;
  readonly file?: string;
}

/** `RECIPE.json…`, or `FILE --recipes DIR`. */
function recipesOf(args: Parsed, cwd: string): Named[] {
  const dir = args.value('recipes');
  if (dir === undefined) return args.operands.map((recipeFile) => ({ recipeFile }));
  const [file, ...more] = args.operands;
  if (file === undefined || more.length > 0) throw usage('--recipes belongs to one FILE', 'name one workflow file');
  let names: string[];
  try {
    names = readdirSync(path.resolve(cwd, dir)).filter((name) => name.endsWith('.json'));
  } catch (error) {
    throw new Failure('USAGE', `${dir} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      hint: 'name a folder of recipes',
    });
  }
  if (names.length === 0) throw usage(`${dir} holds no recipe`, 'a recipe is a .json file');
  return names.sort().map((name) => ({ recipeFile: path.join(dir, name), file }));
}

interface Prepared {
  readonly name: string;
  readonly start: Omit<StartOptions, 'store'>;
}

/** A recipe on its workflow, with everything a run of it needs but the store. */
function prepare(invocation: Invocation, settings: RunSettings, { recipeFile, file }: Named): Prepared {
  const { args, cwd } = invocation;
  const recipe = readRecipe(recipeFile, cwd);
  const loaded = recipeOn(recipe, recipeFile, file, { cwd });
  const workspaceDir = path.resolve(cwd, args.value('workspace') ?? '.');
  const { text, graph } = args.has('worktree') ? inWorktrees(loaded) : loaded;
  const values = coerceVars(graph, {
    given: mapOf('var', args.values('var')),
    recipe: loaded.recipeVars ?? {},
    env: runEnvironment(graph, settings.env, workspaceDir).recorded,
  });
  const limits = limitsOf(args);
  const backend = args.value('backend');
  const start = {
    workspaceDir,
    env: settings.env,
    fsync: settings.fsync,
    ...(settings.timeoutMs === undefined ? {} : { timeoutMs: settings.timeoutMs }),
    graph,
    sourceText: text,
    filePath: loaded.path,
    vars: values.vars,
    inputs: values.inputs,
    recipe,
    ...(backend === undefined ? {} : { backend }),
    ...(limits === undefined ? {} : { limits }),
    origin: 'bench',
  };
  return { name: recipe.name, start };
}

/** The workflow with `worktree: auto`. */
function inWorktrees({ text, graph, file }: RecipeWorkflow): Pick<RecipeWorkflow, 'text' | 'graph'> {
  const name = graph.workflow?.name ?? '';
  const target = { space: 'workflow', name, path: ['worktree'] } as const;
  const result = edit(parse(text), { op: 'setProperty', target, value: 'auto' });
  if (!result.ok) throw new Failure('WORKFLOW_INVALID', `${file} cannot take --worktree: ${result.refusal.reason}`);
  const edited = applyEdits(text, result.edits);
  return { text: edited, graph: compile(parse(edited)) };
}

/** One run, in a store folder of its own. */
function planned({ name, start }: Prepared, repetition: number, folder: string, invocation: Invocation): BenchRun {
  const seed = invocation.args.value('simulate');
  const own = path.join(folder, `${name.replaceAll(/[^\p{L}\p{N}_-]+/gu, '_')}_${repetition}`);
  const store = openStore(path.resolve(invocation.cwd, own));
  const simulate = seed === undefined ? {} : { simulate: { seed: repetition === 1 ? seed : `${seed}.${repetition}` } };
  return {
    recipe: name,
    repetition,
    store: own,
    start: () => startRun({ ...start, ...simulate, store }),
    events: (runId) => store.events(runId).events,
  };
}

function requireDistinct(names: readonly string[]): void {
  const again = names.find((name, index) => names.indexOf(name) !== index);
  if (again !== undefined)
    throw usage(`two recipes are called ${again}`, 'give them different names, so that their rows can be told apart');
}

function countOf(args: Parsed, option: string): number {
  const text = args.value(option) ?? '1';
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw usage(`--${option} needs a whole number above 0, not ${text}`);
  return count;
}
