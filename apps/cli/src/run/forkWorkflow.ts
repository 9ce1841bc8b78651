// Makes a fork of a run and, unless told otherwise, goes on with it (R-CLI-18).
import path from 'node:path';
import { emptyView, isMap, viewAll, type ForkPoint, type Json } from '@iterion/engine';
import { createFork, startFork, type ForkOptions } from '@iterion/runtime';
import { visible } from '@iterion/runtime/text';
import { pairsOf } from '../args/pairs.ts';
import type { CommandResult, Invocation, Parsed } from '../args/spec.ts';
import { usage } from '../failure.ts';
import { readText } from '../workflow/load.ts';
import { runIdOf } from './findRun.ts';
import { holdUntilStopped } from './hold.ts';
import { resultOf } from './outcome.ts';
import { RunPrinter } from './runPrinter.ts';
import { ended } from './runWorkflow.ts';
import { limitsOf, loopExtraOf, runSettings } from './settings.ts';

export async function forkWorkflow(invocation: Invocation): Promise<CommandResult> {
  const { args, terminal, json, cwd } = invocation;
  const settings = runSettings(invocation);
  const { store } = settings;
  const from = runIdOf(store, args);
  const point = pointOf(args);
  if (args.has('start') && args.has('no-start'))
    throw usage('--start and --no-start exclude each other', 'give one of them');
  const limits = limitsOf(args);
  const loopExtra = loopExtraOf(args);
  const newFile = args.value('file');
  if (args.has('no-start') && (limits !== undefined || loopExtra !== undefined || newFile !== undefined)) {
    throw usage(
      '--no-start goes on with nothing yet',
      'give --budget, --extend-loop and --file to the resume that does',
    );
  }
  const newId = args.value('new-id');
  const source = viewAll(emptyView(), store.events(from).events);
  const file = newFile ?? source.run.file_path ?? '';
  const printer = new RunPrinter({ terminal, file, store: settings.storeName, silent: json, ndjson: settings.ndjson });
  const options: ForkOptions = {
    store,
    from,
    point,
    env: settings.env,
    fsync: settings.fsync,
    ...(settings.timeoutMs === undefined ? {} : { timeoutMs: settings.timeoutMs }),
    holdWhenPaused: settings.interactive,
    ...(newId === undefined ? {} : { runId: newId }),
    ...(newFile === undefined ? {} : { sourceText: readText(newFile, path.resolve(cwd, newFile)) }),
    ...(limits === undefined ? {} : { limits }),
    ...(loopExtra === undefined ? {} : { loopExtra }),
    force: args.has('force'),
    by: 'cli',
  };
  if (args.has('no-start')) {
    const runId = await createFork(options);
    printer.recall(store.events(runId).events);
    return made(invocation, { runId, from, file, printer, settings });
  }
  const start = () => startFork({ ...options, listener: (events) => catchUp(events) });
  /** The prefix was written before anybody listened. */
  function catchUp(events: Parameters<RunPrinter['take']>[0]): void {
    const first = events[0];
    if (first !== undefined && printer.view.last_seq < first.seq - 1) {
      const id = first.run_id;
      printer.recall(store.events(id).events.slice(0, first.seq));
      if (!json && !settings.ndjson) terminal.out(`${terminal.paint('bold', `fork ${id}`)} of ${visible(from)}\n\n`);
    }
    printer.take(events);
  }
  const { output } = await holdUntilStopped(start, { terminal, printer, interactive: settings.interactive });
  const result = ended({ printer, output, file, settings, terminal, json });
  const forked = printer.view.run.forked_from as unknown as Json;
  return { ...result, json: isMap(result.json) ? { ...result.json, forked_from: forked } : forked };
}

interface Made {
  readonly runId: string;
  readonly from: string;
  readonly file: string;
  readonly printer: RunPrinter;
  readonly settings: { readonly storeName: string; readonly storeArgument: string };
}

/** A fork that waits to be resumed: the document of a run, as far as its prefix goes. */
function made({ terminal, json }: Invocation, { runId, from, file, printer, settings }: Made): CommandResult {
  const { storeName: store, storeArgument } = settings;
  if (!json) {
    terminal.out(`${runId} begins where ${visible(from)} was\n`);
    terminal.out(`${terminal.paint('dim', '  resume ')} iterion resume --run-id ${runId}${storeArgument}\n`);
  }
  const { view } = printer;
  const { json: document } = resultOf({ view, output: null, file, store, storeArgument });
  const forked = view.run.forked_from as unknown as Json;
  return { exitCode: 0, json: { ...(isMap(document) ? document : {}), forked_from: forked } };
}

/** Where the new run leaves the old one. */
function pointOf(args: Parsed): ForkPoint {
  const at = args.value('at');
  const seq = args.value('at-seq');
  if ((at === undefined) === (seq === undefined))
    throw usage('where does the fork begin?', 'give one of --at NODE and --at-seq SEQ');
  const replaced = args.values('set');
  if (seq !== undefined) {
    if (!/^\d+$/.test(seq)) throw usage(`--at-seq needs the number of an event, not ${seq}`);
    if (args.has('after') || replaced.length > 0)
      throw usage('--after and --set belong to --at', 'name a node with --at');
    return { seq: Number(seq) };
  }
  const match = /^([^:]+)(?::(\d+))?$/.exec(at ?? '');
  if (match?.[1] === undefined) throw usage(`--at needs a node or node:visit, not ${at ?? ''}`);
  if (replaced.length > 0 && !args.has('after'))
    throw usage('--set changes a result that is taken over', 'add --after');
  const branch = args.value('branch');
  return {
    node: match[1],
    ...(match[2] === undefined ? {} : { iteration: Number(match[2]) }),
    ...(branch === undefined ? {} : { branch }),
    ...(args.has('after') ? { after: true } : {}),
    ...(replaced.length === 0
      ? {}
      : { set: pairsOf('set', replaced).map(([key, text]) => ({ path: pathOf(key), value: jsonOf(text) })) }),
  };
}

/** `output.items[0].name` as a path below the output. */
function pathOf(text: string): (string | number)[] {
  const [head, ...rest] = text.split(/[.[\]]+/).filter((part) => part !== '');
  if (head !== 'output' || rest.length === 0) throw usage(`--set needs output.PATH=JSON, not ${text}`);
  return rest.map((part) => (/^-?\d+$/.test(part) ? Number(part) : part));
}

/** JSON, or the text as it is. */
function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // Not JSON: a text.
    return text;
  }
}
