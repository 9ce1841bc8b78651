// What a tool node's output is (R-TOOL-20): a JSON object on stdout, the fields of the schema filled from what the command did, or the
// text. Coercion and judgement of types are the core's.
import type { FieldType, Json, JsonMap } from '@iterion/engine';

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface ToolOutput {
  readonly output: JsonMap;
  /** Declared fields that the command did not supply; they are null. */
  readonly issues: readonly string[];
}

/** JSON nested deeper than this stays text: nothing that walks values may run out of stack. */
const MAX_DEPTH = 200;

const STDOUT_FIELDS = new Set(['result', 'output', 'stdout', 'text']);
const LOG_FIELDS = new Set(['logs', 'log']);
const SUCCESS_FIELDS = new Set(['ok', 'success', 'passed', 'green', 'valid']);

/** Builds the output of a finished command. `fields` are those of the declared output schema, undefined without one. */
export function toolOutput(command: CommandResult, fields: readonly FieldType[] | undefined): ToolOutput {
  const text = command.stdout.trim();
  const value = parsed(text);
  if (isObject(value)) return fields === undefined ? { output: value, issues: [] } : completed(value, fields, command);
  if (fields === undefined) return { output: { result: value ?? text }, issues: [] };
  const filled = fields.map((field): [string, Json] => [field.name, fill(field, command, text)]);
  return {
    output: Object.fromEntries(filled),
    issues: filled.flatMap(([name, item]) => (item === null ? [name] : [])),
  };
}

/** True if the schema makes the exit code data (R-TOOL-21). */
export function declaresExitCode(fields: readonly FieldType[] | undefined): boolean {
  return fields?.some((field) => field.name === 'exit_code' && field.type === 'int') === true;
}

function completed(value: JsonMap, fields: readonly FieldType[], command: CommandResult): ToolOutput {
  const output: JsonMap = { ...value };
  if (declaresExitCode(fields) && !Object.hasOwn(value, 'exit_code')) output['exit_code'] = command.exitCode;
  const issues = fields
    .filter(({ name }) => !Object.hasOwn(output, name) || output[name] === null)
    .map(({ name }) => name);
  for (const name of issues)
    Object.defineProperty(output, name, { value: null, enumerable: true, configurable: true, writable: true });
  return { output, issues };
}

function fill(field: FieldType, command: CommandResult, text: string): Json {
  const { name, type } = field;
  if (name === 'exit_code' && type === 'int') return command.exitCode;
  if (name === 'stderr' && type === 'string') return command.stderr;
  if (STDOUT_FIELDS.has(name) && type !== 'bool') return type === 'string' ? text : (parsed(text) ?? text);
  if (LOG_FIELDS.has(name) && type === 'string') return command.stdout + command.stderr;
  if (SUCCESS_FIELDS.has(name) && type === 'bool') return command.exitCode === 0;
  return type === 'string[]' ? [] : null;
}

function isObject(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): Json | undefined {
  if (text === '') return undefined;
  try {
    const value = JSON.parse(text) as Json;
    return depthOf(value) <= MAX_DEPTH ? value : undefined;
  } catch {
    return undefined; // not JSON: it is text
  }
}

function depthOf(value: Json): number {
  let depth = 0;
  for (let level: Json[] = [value]; level.length > 0 && depth <= MAX_DEPTH; depth++) {
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return depth;
}
