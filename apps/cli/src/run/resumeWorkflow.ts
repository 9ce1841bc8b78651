// Goes on with a run (R-CLI-16): here, or by handing the answers to the process that holds it.
import path from 'node:path';
import { emptyView, viewAll, type Json, type RunEvent, type View } from '@iterion/engine';
import { askHolder, resumeRun, type Store, openInteractions } from '@iterion/runtime';
import { visible } from '@iterion/runtime/text';
import type { CommandResult, Invocation } from '../args/spec.ts';
import { readText } from '../workflow/load.ts';
import { answersOf } from './answers.ts';
import { runIdOf } from './findRun.ts';
import { holdUntilStopped } from './hold.ts';
import { RunPrinter } from './runPrinter.ts';
import { ended } from './runWorkflow.ts';
import { durationOf, limitsOf, loopExtraOf, runSettings } from './settings.ts';

export async function resumeWorkflow(invocation: Invocation): Promise<CommandResult> {
  const { args, terminal, json, cwd } = invocation;
  const settings = runSettings(invocation);
  const { store } = settings;
  const runId = runIdOf(store, args);
  const limits = limitsOf(args);
  const loopExtra = loopExtraOf(args);
  const delay = args.value('simulate-delay');
  const simulateDelayMs = delay === undefined ? undefined : durationOf('simulate-delay', delay);
  const newFile = args.value('file');
  const sourceText = newFile === undefined ? undefined : readText(newFile, path.resolve(cwd, newFile));
  for (const text of settings.warnings) warn(invocation, text);

  const past = store.events(runId).events;
  const before = viewAll(emptyView(), past);
  const file = newFile ?? before.run.file_path ?? '';
  const printer = new RunPrinter({ terminal, file, store: settings.storeName, silent: json, ndjson: settings.ndjson });
  const answers = answersOf(invocation, openInteractions(before));
  if (store.holder(runId) !== undefined && answers !== undefined) {
    const view = await answerHolder(store, runId, answers);
    printer.recall(view.events);
    return ended({ printer, output: view.view.run.output, file, settings, terminal, json });
  }
  const changesSomething = CHANGES.some((option) => args.has(option));
  if (answers === undefined && !settings.interactive && !changesSomething && waitsForPeople(before, past)) {
    printer.recall(past);
    return ended({ printer, output: null, file, settings, terminal, json });
  }
  printer.recall(past);
  printer.announce();
  const resume = async () => {
    const { handle, notes } = await resumeRun({
      store,
      runId,
      env: settings.env,
      fsync: settings.fsync,
      ...(settings.timeoutMs === undefined ? {} : { timeoutMs: settings.timeoutMs }),
      holdWhenPaused: settings.interactive,
      listener: (events) => printer.take(events),
      ...(sourceText === undefined ? {} : { sourceText }),
      ...(answers === undefined ? {} : { answers }),
      ...(limits === undefined ? {} : { limits }),
      ...(loopExtra === undefined ? {} : { loopExtra }),
      ...(simulateDelayMs === undefined ? {} : { simulateDelayMs }),
      restartNodes: args.has('restart-nodes'),
      force: args.has('force'),
      refreshEnv: args.has('refresh-env'),
      by: 'cli',
    });
    for (const note of notes) warn(invocation, note);
    return handle;
  };
  const { output } = await holdUntilStopped(resume, { terminal, printer, interactive: settings.interactive });
  return ended({ printer, output, file, settings, terminal, json });
}

function warn({ terminal }: Invocation, text: string): void {
  terminal.err(`${terminal.paintError('yellow', 'note:')} ${visible(text)}\n`);
}

/** Options that concern also a run that waits for people: another file may ask otherwise (R-HUMAN-08). */
const CHANGES = ['file', 'budget', 'extend-loop', 'restart-nodes', 'refresh-env'];

/** Nothing can move before a person answers; an answer that a crash kept from being used has yet to be (R-RESUME-03). */
function waitsForPeople(view: View, events: readonly RunEvent[]): boolean {
  if (view.run.status !== 'paused_waiting_human' || openInteractions(view).length === 0) return false;
  const last = events.findLast(({ type }) => type === 'run_paused' || type === 'human_answers_recorded');
  return last?.type === 'run_paused';
}

/** The process that holds the run records the answers and goes on with it; this one only tells. */
async function answerHolder(store: Store, runId: string, answers: Readonly<Record<string, Json>>) {
  for (const [interaction_id, given] of Object.entries(answers)) {
    await askHolder(store, runId, { command: 'answer', interaction_id, answers: given, by: 'cli' });
  }
  const { events } = store.events(runId);
  return { events, view: viewAll(emptyView(), events) };
}
