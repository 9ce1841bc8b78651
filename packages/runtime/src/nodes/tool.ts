// Tool nodes (§5.2): a shell command or a script, run in the workspace in its own process group. References have become environment
// variables in the core (R-TOOL-17), so nothing here ever builds shell text.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type Effect,
  type ErrorCode,
  type FieldType,
  type Json,
  type Meta,
  type Outcome,
  type ToolRequest,
  parseDurationArgument,
} from '@iterion/engine';
import type { Environment } from '../environment.ts';
import { findExecutable } from '../executables.ts';
import { type ProcessRequest, type ProcessResult, runProcess } from '../process.ts';
import { type ExecutionContext, INTERRUPTED } from './executor.ts';
import { isAllowed } from './policy.ts';
import { schemaFields } from './schemaFields.ts';
import { declaresExitCode, toolOutput } from './toolOutput.ts';
import { isTransient } from './transient.ts';

/** Inputs and outputs of tool events up to this size are part of the event (R-TOOL-11). */
const INLINE_BYTES = 4 * 1024;
/** What the kernel takes for one `NAME=value`, its final NUL included (Linux MAX_ARG_STRLEN). */
const MAX_VARIABLE_BYTES = 128 * 1024 - 1;

const INTERPRETERS: { readonly [language: string]: { readonly programs: readonly string[]; readonly suffix: string } } =
  {
    sh: { programs: ['sh'], suffix: '.sh' },
    bash: { programs: ['bash'], suffix: '.sh' },
    js: { programs: ['node'], suffix: '.mjs' },
    python: { programs: ['python3', 'python'], suffix: '.py' },
  };

/** Carries out a tool node. */
export async function executeTool(effect: Effect, context: ExecutionContext): Promise<Outcome> {
  const request = effect.request as ToolRequest; // effects of kind `tool` carry one (R-CORE §1.2)
  if (!isAllowed(request.policy, request.policy_name)) {
    return failure(
      'POLICY_DENIED',
      `the tool policy does not allow ${request.policy_name}`,
      `list ${request.policy_name} in tool_policy`,
    );
  }
  if ('tool' in request.run) {
    return failure(
      'TOOL_NOT_FOUND',
      `the tool ${request.run.tool} is not available to tool nodes`,
      'write the shell command that does it',
    );
  }
  const env = childEnvironment(effect, context, request);
  const tooLong = Object.entries(env).find(
    ([name, value]) => Buffer.byteLength(name) + 1 + Buffer.byteLength(value) > MAX_VARIABLE_BYTES,
  );
  if (tooLong !== undefined) {
    return failure(
      'TEMPLATE_ERROR',
      `a value of the command is too long to be passed to a program (${tooLong[0]})`,
      'write the value to a file and pass its path',
    );
  }
  const limit = timeLimit(request, context.env);
  if (limit === null) {
    return failure(
      'EXECUTION_FAILED',
      `ITERION_TOOL_TIMEOUT is no duration: ${context.env['ITERION_TOOL_TIMEOUT'] ?? ''}`,
      'write for instance 90s, 30m or 1h30m',
    );
  }
  const limits = { signal: context.signal, kill: context.kill, ...limit };
  return 'shell' in request.run
    ? shellCommand(effect, context, request, request.run.shell, { env, limits })
    : scriptFile(effect, context, request, request.run, { env, limits });
}

interface Run {
  readonly env: Environment;
  readonly limits: Pick<ProcessRequest, 'signal' | 'kill' | 'timeoutMs'>;
}

async function shellCommand(
  effect: Effect,
  context: ExecutionContext,
  request: ToolRequest,
  text: string,
  run: Run,
): Promise<Outcome> {
  const shell = findExecutable('bash', run.env) ?? findExecutable('sh', run.env);
  if (shell === undefined) return failure('EXECUTION_FAILED', 'neither bash nor sh is on the PATH', 'install a shell');
  return execute(
    effect,
    context,
    request,
    { command: text },
    { command: shell, args: ['-c', text], cwd: context.workspaceDir, env: run.env, ...run.limits },
  );
}

async function scriptFile(
  effect: Effect,
  context: ExecutionContext,
  request: ToolRequest,
  { script, language }: { readonly script: string; readonly language: string },
  run: Run,
): Promise<Outcome> {
  const interpreter = INTERPRETERS[language];
  if (interpreter === undefined)
    return failure('EXECUTION_FAILED', `scripts cannot be written in ${language}`, 'use sh, bash, js or python');
  const program = interpreter.programs
    .map((name) => findExecutable(name, run.env))
    .find((found) => found !== undefined);
  if (program === undefined) {
    return failure(
      'EXECUTION_FAILED',
      `${interpreter.programs.join(' or ')} is not on the PATH`,
      `install it, or write the script in another language`,
    );
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'iterion-script-')); // mode 0700
  try {
    const file = path.join(folder, `script${interpreter.suffix}`);
    await writeFile(file, script, { mode: 0o600 });
    return await execute(
      effect,
      context,
      request,
      { script, language },
      { command: program, args: [file], cwd: context.workspaceDir, env: run.env, ...run.limits },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function execute(
  effect: Effect,
  context: ExecutionContext,
  request: ToolRequest,
  input: Json,
  child: ProcessRequest,
): Promise<Outcome> {
  const call = { tool: request.policy_name, tool_use_id: effect.id };
  const inputText = JSON.stringify(input);
  const withContent = context.env['ITERION_LOG_CONTENT'] !== '0';
  const shown = withContent && Buffer.byteLength(inputText) <= INLINE_BYTES ? { input } : {};
  const inputSize = Buffer.byteLength(inputText);
  void context.progress({ type: 'tool_started', data: { ...call, input_size: inputSize, ...shown } });
  const result = await runProcess(child);
  if (result.ended === 'aborted') return INTERRUPTED;
  const outcome = outcomeOf(result, schemaFields(request.schema), child.timeoutMs);
  const duration_ms = result.durationMs;
  if (outcome.is === 'error') {
    void context.progress({ type: 'tool_error', data: { ...call, duration_ms, error: outcome.error.message } });
    return outcome;
  }
  void context.progress({
    type: 'tool_called',
    data: {
      ...call,
      input_size: inputSize,
      output_size: result.stdout.bytes + result.stderr.bytes,
      duration_ms,
      ...(result.exitCode === null ? {} : { exit_code: result.exitCode }),
      ...(withContent && result.stdout.bytes <= INLINE_BYTES ? { output: result.stdout.text } : {}),
    },
  });
  return outcome;
}

function outcomeOf(
  result: ProcessResult,
  fields: readonly FieldType[] | undefined,
  timeoutMs: number | undefined,
): Outcome {
  const stderr = result.stderr.tail;
  const details = { exit_code: result.exitCode, signal: result.signal, stderr };
  if (result.ended === 'not_started') {
    return failure(
      'EXECUTION_FAILED',
      `the command could not be started: ${result.error?.message ?? 'unknown reason'}`,
    );
  }
  if (result.ended === 'timeout') {
    return failure(
      'TIMEOUT',
      `the command ran longer than ${(timeoutMs ?? 0) / 1000} s and was ended`,
      'give the node more time, or ITERION_TOOL_TIMEOUT',
      details,
    );
  }
  const isData = result.exitCode !== null && declaresExitCode(fields);
  if (result.exitCode !== 0 && !isData) {
    const transient = isTransient({ exitCode: result.exitCode, signal: result.signal, stderrTail: stderr });
    const how = result.signal === null ? `exited with ${result.exitCode}` : `was ended by ${result.signal}`;
    const last = stderr.trim().split('\n').at(-1)?.trim() ?? '';
    return failure(
      transient ? 'TOOL_FAILED_TRANSIENT' : 'TOOL_FAILED_PERMANENT',
      `the command ${how}${last === '' ? '' : `: ${last.slice(0, 300)}`}`,
      result.signal === null
        ? 'to treat the exit code as data, declare an int field exit_code in the output schema'
        : 'something outside the run ended it: look at memory and time limits of the machine',
      details,
    );
  }
  const exitCode = result.exitCode ?? 0;
  const { output, issues } = toolOutput({ stdout: result.stdout.text, stderr: result.stderr.text, exitCode }, fields);
  const meta: Meta = {
    exit_code: exitCode,
    duration_s: result.durationMs / 1000,
    ...(stderr === '' ? {} : { stderr }),
    ...(result.stdout.dropped + result.stderr.dropped === 0
      ? {}
      : { dropped_bytes: result.stdout.dropped + result.stderr.dropped }),
    ...(issues.length === 0 ? {} : { output_issues: issues }),
  };
  return { is: 'output', output, meta };
}

/** The environment of a command of the workflow (R-TOOL-12): everything the run sees, who it works for, its references. */
function childEnvironment(effect: Effect, context: ExecutionContext, request: ToolRequest): Environment {
  const refs = request.refs.map(({ name, value }): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return {
    ...context.env,
    ITERION_RUN_ID: context.runId,
    ITERION_NODE_ID: effect.node,
    ITERION_BRANCH_ID: effect.branch,
    ITERION_EFFECT_ID: effect.id,
    ITERION_WORKSPACE: context.workspaceDir,
    ...Object.fromEntries(refs),
  };
}

/** R-TOOL-22: the node's limit, else ITERION_TOOL_TIMEOUT, else (empty or 0) none; null for a text that is no duration. */
function timeLimit(request: ToolRequest, env: Environment): { timeoutMs?: number } | null {
  if (request.timeout_s !== undefined) return { timeoutMs: request.timeout_s * 1000 };
  const text = env['ITERION_TOOL_TIMEOUT'] ?? '';
  const ms = text === '' ? 0 : parseDurationArgument(text);
  return ms === null ? null : ms === 0 ? {} : { timeoutMs: ms };
}

function failure(code: ErrorCode, message: string, hint?: string, details?: Json): Outcome {
  return {
    is: 'error',
    error: { code, message, ...(hint === undefined ? {} : { hint }), ...(details === undefined ? {} : { details }) },
  };
}
