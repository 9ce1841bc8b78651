// Options that `run` and `resume` share, read once: store, environment, limits, time limit, durability (R-CLI-04..06, R-CLI-14, R-CLI-16).
import path from 'node:path';
import { didYouMean } from '@iterion/dsl';
import { parseDurationArgument, type LimitPatch } from '@iterion/engine';
import { loadEnvironment, openStore, type Environment, type FsyncMode, type Store } from '@iterion/runtime';
import { oneOf } from '../args/oneOf.ts';
import { pairsOf } from '../args/pairs.ts';
import type { Invocation, Parsed } from '../args/spec.ts';
import { usage } from '../failure.ts';

export interface RunSettings {
  readonly store: Store;
  readonly storeName: string;
  readonly storeArgument: string;
  readonly env: Environment;
  readonly warnings: readonly string[];
  readonly fsync: FsyncMode;
  readonly timeoutMs?: number;
  readonly ndjson: boolean;
  readonly interactive: boolean;
}

export function runSettings(invocation: Invocation): RunSettings {
  const { args, json, terminal } = invocation;
  const { env, warnings } = environmentOf(invocation);
  const ndjson = args.has('ndjson');
  if (ndjson && json) throw usage('--ndjson and --json exclude each other', 'give one of them');
  const timeout = args.value('timeout');
  return {
    ...storeOf(invocation),
    env,
    warnings,
    fsync: oneOf('fsync', args.value('fsync') ?? env['ITERION_FSYNC'] ?? 'node', ['node', 'batch', 'off']),
    ...(timeout === undefined ? {} : { timeoutMs: durationOf('timeout', timeout) }),
    ndjson,
    interactive: terminal.interactive && !json && !ndjson && !args.has('no-interactive'),
  };
}

/** The store of a command (R-CLI-04). */
export function storeOf({ args, env, cwd }: Invocation): { store: Store; storeName: string; storeArgument: string } {
  const named = args.value('store-dir');
  const storeName = named ?? (env['ITERION_STORE_DIR'] || '.iterion');
  const storeArgument =
    named === undefined
      ? ''
      : ` --store-dir ${/^[\w./-]+$/.test(named) ? named : `'${named.replaceAll("'", `'\\''`)}'`}`;
  return { store: openStore(path.resolve(cwd, storeName)), storeName, storeArgument };
}

/** The real environment over the values of a `.env` file (R-CLI-06). */
export function environmentOf({ args, cwd }: Invocation): { env: Environment; warnings: readonly string[] } {
  const file = args.value('env-file');
  if (file !== undefined && args.has('no-env-file'))
    throw usage('--env-file and --no-env-file exclude each other', 'give one of them');
  const envFile = args.has('no-env-file') ? false : file;
  return loadEnvironment({ cwd, ...(envFile === undefined ? {} : { envFile }) });
}

export function durationOf(option: string, text: string): number {
  const ms = parseDurationArgument(text);
  if (ms === null) throw usage(`--${option} is no duration: ${text}`, 'write for instance 90s, 30m or 1h30m');
  return ms;
}

const BUDGET_KEYS = ['max_tokens', 'max_cost_usd', 'max_duration', 'max_iterations', 'max_parallel_branches'] as const;

/** `--budget k=v`* (R-BUDGET-11); `none` removes a limit. */
export function limitsOf(args: Parsed): LimitPatch | undefined {
  const pairs = pairsOf('budget', args.values('budget'));
  if (pairs.length === 0) return undefined;
  return Object.fromEntries(
    pairs.map(([key, text]) => {
      const known = BUDGET_KEYS.find((name) => name === key);
      if (known === undefined) {
        const near = didYouMean(key, BUDGET_KEYS);
        throw usage(
          `the budget has no ${key}`,
          near === undefined ? `it has ${BUDGET_KEYS.join(', ')}` : `did you mean ${near}?`,
        );
      }
      if (text === 'none') return [known, null];
      const value = known === 'max_duration' ? durationOf('budget', text) / 1000 : Number(text);
      const whole = known !== 'max_cost_usd' && known !== 'max_duration';
      if (text.trim() === '' || !Number.isFinite(value) || value <= 0 || (whole && !Number.isInteger(value))) {
        throw usage(`--budget ${known} must be a ${whole ? 'whole ' : ''}number above 0 or none, not ${text}`);
      }
      return [known, value];
    }),
  );
}

/** `--extend-loop L=n`* (R-LOOP-09). */
export function loopExtraOf(args: Parsed): Record<string, number> | undefined {
  const pairs = pairsOf('extend-loop', args.values('extend-loop'));
  if (pairs.length === 0) return undefined;
  return Object.fromEntries(
    pairs.map(([loop, text]) => {
      const more = Number(text);
      if (!Number.isInteger(more) || more < 1)
        throw usage(`--extend-loop ${loop} needs a whole number above 0, not ${text}`);
      return [loop, more];
    }),
  );
}
