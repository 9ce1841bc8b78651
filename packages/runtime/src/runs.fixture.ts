// Runs for tests: a store and a workspace in a temporary folder, workflows from their text, results from a script (§12, Conventions).
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { compile, parse } from '@iterion/dsl';
import type { Effect, ErrorCode, Graph, Json, JsonMap, Outcome, RunEvent } from '@iterion/engine';
import { INTERRUPTED, type Executor } from './nodes/executor.ts';
import { type StartOptions, startRun } from './start.ts';
import type { RunHandle } from './runHandle.ts';
import { type Store, openStore } from './store/store.ts';
import { coerceVars } from './vars.ts';

/** One try of a node: its output, or the code it fails with; and how long it lasts. */
interface Try {
  readonly output?: JsonMap;
  readonly fails?: ErrorCode;
  readonly lastsMs?: number;
  readonly tokens?: number;
}
/** Results of successive attempts of each node; the last one repeats. A node without script answers `{}`. */
export type Script = Readonly<Record<string, readonly Try[]>>;

export interface ScriptedHost {
  readonly execute: Executor;
  /** Effects that were started, in order. */
  readonly calls: Effect[];
}

/** The scripted backend: carries out every effect from a script, counting attempts per node across hosts if `used` is shared. */
export function scripted(script: Script = {}, used: Map<string, number> = new Map()): ScriptedHost {
  const calls: Effect[] = [];
  const execute: Executor = async (effect, context) => {
    calls.push(effect);
    const tries = script[effect.node] ?? [{}];
    const number = used.get(effect.node) ?? 0;
    used.set(effect.node, number + 1);
    const now = tries[Math.min(number, tries.length - 1)] ?? {};
    if (now.lastsMs !== undefined) {
      await delay(now.lastsMs, undefined, { signal: context.signal }).catch(() => undefined); // aborted: judged below
      if (context.signal.aborted) return INTERRUPTED;
    }
    if (now.tokens !== undefined) {
      const usage = {
        model: 'scripted',
        input_tokens: now.tokens,
        output_tokens: 0,
        cost_usd: 0.001,
        cost_source: 'table',
        source: 'llm_step',
      } as const;
      void context.progress({ type: 'usage_recorded', data: usage });
    }
    if (now.fails !== undefined)
      return { is: 'error', error: { code: now.fails, message: `${effect.node} fails` } } satisfies Outcome;
    return { is: 'output', output: now.output ?? {}, meta: {} };
  };
  return { execute, calls };
}

export interface Place {
  readonly store: Store;
  readonly workspace: string;
}

export function place(): Place {
  const folder = mkdtempSync(path.join(tmpdir(), 'iterion-run-'));
  const workspace = path.join(folder, 'workspace');
  mkdirSync(workspace);
  return { store: openStore(path.join(workspace, '.iterion')), workspace };
}

/** Compiles a workflow that has to be right. */
export function graphOf(text: string): Graph {
  const graph = compile(parse(text));
  if (!graph.valid) throw new Error(graph.diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  return graph;
}

export const PATH_ONLY = { PATH: process.env['PATH'] ?? '' };

/** Starts a workflow from its text. */
export function startText(
  text: string,
  { store, workspace }: Place,
  options: Partial<StartOptions> & { given?: Readonly<Record<string, Json>> } = {},
): Promise<RunHandle> {
  const graph = graphOf(text);
  const { vars, inputs } = coerceVars(graph, { given: options.given ?? {} });
  return startRun({
    store,
    workspaceDir: workspace,
    env: PATH_ONLY,
    graph,
    sourceText: text,
    filePath: path.join(workspace, 'flow.iter'),
    vars,
    inputs,
    ...options,
  });
}

/** `type node` of each event, for comparisons of whole runs. */
export function trace(events: readonly RunEvent[]): string[] {
  return events.map((event) =>
    [event.type, event.branch_id && `[${event.branch_id}]`, event.node_id]
      .filter((part) => part !== undefined)
      .join(' '),
  );
}
