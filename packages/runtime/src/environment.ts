// The environment of a run: the `.env` file (R-CLI-06) and the `${NAME}` references of the graph, resolved once at the start
// (L-ENV-01..03, R-TPL-08).
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CompiledGraph } from '@iterion/dsl';
import { RuntimeError, systemCode } from './errors.ts';
import { MIN_SECRET_LENGTH, isSecretName } from './redact.ts';

export type Environment = Readonly<Record<string, string>>;

/** Names that redirect programs; a file in a workspace may not set them (R-CLI-06). */
const REDIRECTING = [
  /_(BASE_URL|ENDPOINT|PROXY)$/i,
  /^(PATH|HOME|SHELL|ENV|BASH_ENV)$/i,
  /^(LD_|DYLD_|NODE_|PYTHON|GIT_|ITERION_)/i,
];

export interface DotEnv {
  readonly values: Environment;
  /** Why lines were left out, in order. */
  readonly warnings: readonly string[];
}

/** Reads the text of a `.env` file (R-CLI-06). */
export function parseDotEnv(text: string, file = '.env'): DotEnv {
  const values: Record<string, string> = {};
  const warnings: string[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/s.exec(line);
    const name = match?.[1];
    if (match === null || name === undefined) {
      warnings.push(`${file}:${index + 1}: not a line of the form NAME=value; ignored`);
    } else if (REDIRECTING.some((pattern) => pattern.test(name))) {
      warnings.push(
        `${file}:${index + 1}: ${name} would redirect programs and is ignored; set it in the real environment`,
      );
    } else {
      values[name] = valueOf(match[2] ?? '');
    }
  }
  return { values, warnings };
}

function valueOf(text: string): string {
  const double = /^"((?:[^"\\]|\\.)*)"\s*(#.*)?$/.exec(text);
  if (double)
    return (double[1] ?? '').replace(/\\(.)/g, (pair, char: string) =>
      char === 'n' ? '\n' : char === '"' || char === '\\' ? char : pair,
    );
  const single = /^'([^']*)'\s*(#.*)?$/.exec(text);
  if (single) return single[1] ?? '';
  return text.replace(/(^|\s)#.*$/, '').trim();
}

/**
 * The environment of a command: the real one over the values of a `.env` file. `envFile` undefined reads `<cwd>/.env` if it is there, a
 * path must exist, false reads none (R-CLI-06).
 */
export function loadEnvironment(options: {
  readonly cwd: string;
  readonly envFile?: string | false;
  readonly real?: NodeJS.ProcessEnv;
}): { env: Environment; warnings: readonly string[] } {
  const real: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.real ?? process.env)) if (value !== undefined) real[name] = value;
  if (options.envFile === false) return { env: real, warnings: [] };
  const file = path.resolve(options.cwd, options.envFile ?? '.env');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (options.envFile === undefined && systemCode(error) === 'ENOENT') return { env: real, warnings: [] };
    throw new RuntimeError('USAGE', `cannot read the environment file ${file}`, {
      hint: 'name an existing file, or use --no-env-file',
      cause: error,
    });
  }
  const { values, warnings } = parseDotEnv(text, path.basename(file));
  return { env: { ...values, ...real }, warnings };
}

/** What a run start records of the environment, and what is missing. */
export interface RunEnvironment {
  /**
   * `run_started.env`: value per referenced variable that is set; null for a secret, whose value is read anew at each resume, and for
   * a missing one under `--simulate`.
   */
  readonly recorded: Readonly<Record<string, string | null>>;
  /** Variables without value and default that a reachable node needs (ENV_MISSING). */
  readonly missing: readonly { readonly name: string; readonly users: readonly string[] }[];
}

/** Product variables that the core reads (R-LLM-01, R-LLM-03, R-REC-07). */
const CORE_NAMES = ['ITERION_DEFAULT_BACKEND', 'ITERION_DEFAULT_SUPERVISOR_MODEL', 'ITERION_MAX_RATE_WAIT'];

/** Resolves the variables that the graph refers to (R-TPL-08, L-ENV-02). Under `--simulate` one that is missing is null. */
export function runEnvironment(
  graph: CompiledGraph,
  env: Environment,
  workspaceDir: string,
  options: { readonly simulated?: boolean } = {},
): RunEnvironment {
  const reachable = new Set(graph.nodes.filter((node) => node.reachable).map((node) => node.id));
  const recorded: Record<string, string | null> = {};
  const missing: { name: string; users: readonly string[] }[] = [];
  for (const name of CORE_NAMES) if (env[name]) recorded[name] = env[name];
  for (const { name, hasDefault, users } of graph.env) {
    const value = name === 'PROJECT_DIR' ? workspaceDir : env[name];
    if (value !== undefined) {
      recorded[name] = isSecret(name, value, env) ? null : value;
    } else if (!hasDefault) {
      const needing = users.filter((user) => reachable.has(user) && needsValue(graph, user, name));
      if (options.simulated === true) recorded[name] = null;
      else if (needing.length > 0) missing.push({ name, users: needing });
    }
  }
  return { recorded, missing };
}

function isSecret(name: string, value: string, env: Environment): boolean {
  if (value.length < MIN_SECRET_LENGTH) return false;
  return isSecretName(name) || (env['ITERION_SECRETS'] ?? '').split(',').some((listed) => listed.trim() === name);
}

/** In a tool command an unset name stays as written, for the shell (L-ENV-03). */
function needsValue(graph: CompiledGraph, nodeId: string, name: string): boolean {
  const node = graph.nodes.find((candidate) => candidate.id === nodeId);
  if (node?.kind !== 'tool') return true;
  return node.command?.segments.some((segment) => segment.kind === 'env' && segment.name === name) !== true;
}
