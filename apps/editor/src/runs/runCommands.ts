// Commands of the run view (E-CMD-08): control, navigation among executions, panels, time. They live while the view is mounted and read
// what is shown when they are called, so that an event registers nothing anew.
import type { View, ViewExecution, ViewExecutionStatus } from '@iterion/engine';
import type { RunHeader } from '@iterion/protocol';
import { useEffect, useRef } from 'react';
import { type CommandHandler, registerCommands } from '../app/commands.ts';
import { lazyDialog } from '../app/lazyDialog.tsx';
import { editAddress, goTo } from '../app/navigation.ts';
import { notify } from '../app/notifications.tsx';
import { focusRegion } from '../app/regions.ts';
import { findByPath } from '../document/store.ts';
import { askToCancel, pauseRun } from './control.ts';
import { askToRename } from './renameDialog.ts';
import { cliOfRun } from './kernels/cliCommand.ts';
import { isActive, isOpen } from './kernels/words.ts';
import { showLaunch } from './launch/showLaunch.ts';
import type { RunSource } from './runSource.ts';
import { canResume } from './StopButtons.tsx';
import { type Mark, markAfter, markBefore } from './timeline/marks.ts';
import type { Moment } from './timeline/moment.ts';
import type { RunPlace, RunTab } from './useRunPlace.ts';

const showResume = lazyDialog(async () => ({ default: (await import('./ResumeDialog.tsx')).ResumeDialog }));
const showSource = lazyDialog(async () => ({ default: (await import('./SourceDialog.tsx')).SourceDialog }));

export interface RunScreen {
  readonly runId: string;
  readonly live: View;
  /** The moment shown. */
  readonly view: View;
  readonly header: RunHeader | undefined;
  readonly moment: Moment;
  readonly marks: readonly Mark[];
  readonly place: RunPlace;
  readonly choose: (node: string | null) => void;
  readonly setExecution: (node: string, execution: string) => void;
  readonly setTab: (tab: RunTab) => void;
  readonly source: RunSource | null;
  readonly setFollow: (change: (before: boolean) => boolean) => void;
  readonly online: boolean;
}

export function useRunCommands(screen: RunScreen): void {
  const latest = useRef(screen);
  useEffect(() => {
    latest.current = screen;
  });
  useEffect(() => registerCommands(handlers(() => latest.current)), []);
}

type Handlers = Parameters<typeof registerCommands>[0];

function handlers(now: () => RunScreen): Handlers {
  return { ...control(now), ...files(now), ...walking(now), ...panels(now), ...time(now) };
}

const gone = 'The server is gone';

function control(now: () => RunScreen): Handlers {
  const interrupted = (): boolean => now().header?.interrupted === true;
  const resumable = (): true | string => {
    if (!now().online) return gone;
    const { status } = now().live.run;
    if (canResume(now().live, interrupted())) return true;
    return status === 'finished' || status === 'failed' ? 'This run is over for good' : 'This run has not stopped';
  };
  const resume = (): void => {
    const { runId, live, source } = now();
    showResume({ runId, view: live, path: source?.path ?? null });
  };
  return {
    'run.cancel': {
      run: async () => askToCancel(now().runId),
      enabled: () => {
        if (!now().online) return gone;
        if (!isOpen(now().live.run.status) || interrupted()) return 'This run has ended';
        return now().live.run.stopping === 'cancel' ? 'This run is being cancelled' : true;
      },
    },
    'run.pause': {
      run: async () => (resumable() === true ? resume() : pauseRun(now().runId)),
      enabled: () => {
        if (resumable() === true) return true;
        if (!now().online) return gone;
        const { status, stopping } = now().live.run;
        if (status === 'paused_waiting_human') return 'This run waits for a person; answer or cancel it';
        return isActive(status) && !interrupted() && stopping === null ? true : 'This run does not run';
      },
    },
    'run.resume': { run: resume, enabled: resumable },
    'run.rename': {
      run: async () => askToRename(now().runId, now().header?.name ?? ''),
      enabled: () => (now().online ? true : gone),
    },
    'run.follow': {
      run: () => now().setFollow((before) => !before),
    },
  };
}

function files(now: () => RunScreen): Handlers {
  const path = (): string | null => now().source?.path ?? null;
  const noFile = 'The source of this run is no file of the workspace';
  const hasFile = (): true | string => (path() === null ? noFile : true);
  return {
    'run.editFile': {
      run: () => {
        const at = path();
        // Viewport and selection are those the tab has (E-RUN-08).
        if (at !== null) goTo(editAddress({ path: at, id: findByPath(at)?.id ?? '' }));
      },
      enabled: hasFile,
    },
    'run.source': {
      run: () => {
        const { source } = now();
        if (source !== null) showSource({ source });
      },
      enabled: () => (now().source === null ? 'The source of this run cannot be read' : true),
    },
    'run.again': {
      run: () => {
        const at = path();
        if (at !== null) showLaunch({ path: at, fromRun: now().runId });
      },
      enabled: () => (path() === null ? noFile : now().online ? true : gone),
    },
    'run.copyCli': {
      run: async () => {
        const at = path();
        if (at === null) return;
        await navigator.clipboard.writeText(cliOfRun(at, now().live));
        notify({ kind: 'success', title: 'Copied as a command line' });
      },
      enabled: hasFile,
    },
    'run.copyLink': {
      run: async () => {
        const url = new URL(location.href);
        const { seq } = now().moment;
        // A link to this moment stays at it, also when the run goes on.
        url.searchParams.set('seq', String(seq ?? now().live.last_seq));
        await navigator.clipboard.writeText(url.href);
        notify({ kind: 'success', title: 'Copied a link to this moment' });
      },
    },
  };
}

function walking(now: () => RunScreen): Handlers {
  /** The next such execution after the one selected, round and round. */
  const next = (statuses: readonly ViewExecutionStatus[]): ViewExecution | undefined => {
    const found = now().view.executions.filter(({ status }) => statuses.includes(status));
    const at = found.findIndex(
      ({ ir_node_id, execution_id }) => execution_id === now().place.execution || ir_node_id === now().place.node,
    );
    return found[(at + 1) % Math.max(1, found.length)];
  };
  const goToNext = (statuses: readonly ViewExecutionStatus[], none: string): CommandHandler => ({
    run: () => show(next(statuses)),
    enabled: () => (next(statuses) === undefined ? none : true),
  });
  const show = (execution: ViewExecution | undefined): void => {
    if (execution === undefined) return;
    now().choose(execution.ir_node_id);
    now().setExecution(execution.ir_node_id, execution.execution_id);
  };
  const firstFailed = (): ViewExecution | undefined => now().view.executions.find(({ status }) => status === 'failed');
  const iterations = (): readonly ViewExecution[] =>
    now().view.executions.filter(({ ir_node_id }) => ir_node_id === now().place.node);
  const neighbour = (by: number): ViewExecution | undefined => {
    const all = iterations();
    const chosen = all.findIndex(({ execution_id }) => execution_id === now().place.execution);
    return all[(chosen < 0 ? all.length - 1 : chosen) + by];
  };
  const goToNeighbour = (by: number, none: string): CommandHandler => ({
    run: () => {
      const execution = neighbour(by);
      if (execution !== undefined) now().setExecution(execution.ir_node_id, execution.execution_id);
    },
    enabled: () => (now().place.node === null ? 'Select a node first' : neighbour(by) === undefined ? none : true),
  });
  return {
    'run.firstFailed': {
      run: () => show(firstFailed()),
      enabled: () => (firstFailed() === undefined ? 'Nothing has failed' : true),
    },
    'run.nextRunning': goToNext(['running', 'retrying'], 'Nothing is running'),
    'run.nextWaiting': goToNext(['paused_waiting_human'], 'Nobody is asked'),
    'run.answer': {
      run: () => {
        show(next(['paused_waiting_human']));
        focusRegion('inspector');
      },
      enabled: () => (next(['paused_waiting_human']) === undefined ? 'No question is open' : true),
    },
    'run.open': {
      run: () => focusRegion('inspector'),
      enabled: () => (now().place.node === null ? 'Select a node first' : true),
    },
    'run.prevIteration': goToNeighbour(-1, 'This is the first iteration'),
    'run.nextIteration': goToNeighbour(1, 'This is the newest iteration'),
  };
}

function panels(now: () => RunScreen): Handlers {
  const tab = (name: RunTab): CommandHandler => ({ run: () => now().setTab(name) });
  return {
    'run.timeline': tab('timeline'),
    'run.events': tab('events'),
    'run.artifacts': tab('artifacts'),
    'run.report': tab('report'),
  };
}

function time(now: () => RunScreen): Handlers {
  const last = (): number => now().live.last_seq;
  const at = (): number => now().moment.seq ?? last();
  const go = (seq: number): void => now().moment.go(seq >= last() ? null : seq);
  const begun = (): true | string => (at() > 0 ? true : 'This is the beginning');
  const ended = (): true | string => (at() < last() ? true : 'This is the end');
  return {
    'time.back': { run: () => go(at() - 1), enabled: begun },
    'time.forward': { run: () => go(at() + 1), enabled: ended },
    'time.prevMark': { run: () => go(markBefore(now().marks, at())?.seq ?? 0), enabled: begun },
    'time.nextMark': { run: () => go(markAfter(now().marks, at())?.seq ?? last()), enabled: ended },
    'time.start': { run: () => go(0), enabled: begun },
    'time.live': { run: () => now().moment.go(null) },
    'time.play': {
      run: () => now().moment.play(),
      enabled: () => (last() > 0 ? true : 'Nothing has happened yet'),
    },
    'time.speed': { run: () => now().moment.faster() },
  };
}
