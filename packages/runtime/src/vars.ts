// The values a run starts with (R-CLI-14, R-RECIPE-03): defaults of the file < preset < given values, coerced by the declared types.
import { type FieldType, type Graph, type Json, type JsonMap, coerceValue, resolveEnvText } from '@iterion/engine';
import { didYouMean, type EnvText, type Var } from '@iterion/dsl';
import { RuntimeError } from './errors.ts';

export interface StartValues {
  /** Every declared variable. */
  readonly vars: JsonMap;
  /** Given names that the file does not declare. */
  readonly inputs: JsonMap;
  /** Declared variables without default and value: they are null. */
  readonly unset: readonly string[];
}

export interface GivenValues {
  /** Values by name; texts are coerced, undeclared names become run inputs. */
  readonly given?: Readonly<Record<string, Json>>;
  readonly preset?: string;
  /** Values that override defaults and are overridden by preset and given ones (a recipe's). */
  readonly recipe?: Readonly<Record<string, Json>>;
  /** Resolved environment of the run, for `${NAME}` in defaults; null stands for a secret. */
  readonly env?: Readonly<Record<string, string | null>>;
}

/** Puts together what a run starts with. USAGE for a value that its declared type does not admit, or an unknown preset. */
export function coerceVars(graph: Graph, values: GivenValues = {}): StartValues {
  const preset = presetOf(graph, values.preset);
  const problems: string[] = [];
  const vars: JsonMap = {};
  const unset: string[] = [];
  for (const variable of graph.vars) {
    const { name, type } = variable;
    const given = [values.given, preset, values.recipe].find(
      (source) => source !== undefined && Object.hasOwn(source, name),
    )?.[name];
    const value = given ?? defaultOf(variable, values.env ?? {});
    if (value === undefined || value === null) {
      if (!variable.hasDefault && given === undefined) unset.push(name);
      set(vars, name, null);
      continue;
    }
    const field: FieldType = { name, type };
    const coerced = coerceValue(value, field, 'commandLine');
    if (coerced.ok) set(vars, name, coerced.value);
    else
      problems.push(
        ...coerced.violations.map(({ path, expected, found }) => `${path} must be ${expected}, not ${found}`),
      );
  }
  if (problems.length > 0) {
    throw new RuntimeError('USAGE', problems.join('; '), {
      hint: 'the declared types stand in the `vars` block of the workflow',
    });
  }
  const inputs: JsonMap = {};
  for (const [name, value] of Object.entries(values.given ?? {}))
    if (!Object.hasOwn(vars, name)) set(inputs, name, value);
  return { vars, inputs, unset };
}

function presetOf(graph: Graph, name: string | undefined): Readonly<Record<string, Json>> | undefined {
  if (name === undefined) return undefined;
  const preset = graph.presets.find((candidate) => candidate.name === name);
  if (preset !== undefined) return preset.values;
  const near = didYouMean(
    name,
    graph.presets.map((candidate) => candidate.name),
  );
  throw new RuntimeError('USAGE', `the workflow has no preset ${name}`, {
    hint: near === undefined ? 'see the `presets` of the workflow' : `did you mean ${near}?`,
  });
}

/** The default with its environment references resolved; undefined if there is none. */
function defaultOf(variable: Var, env: Readonly<Record<string, string | null>>): Json | undefined {
  return variable.default === undefined ? undefined : resolved(variable.default, env);
}

function resolved(value: Json | EnvText, env: Readonly<Record<string, string | null>>): Json {
  if (isEnvText(value)) return resolveEnvText(value, env).text;
  if (Array.isArray(value)) return value.map((item) => resolved(item, env));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item, env)]));
  return value;
}

function isEnvText(value: Json | EnvText): value is EnvText {
  return (
    typeof value === 'object' &&
    value !== null &&
    'source' in value &&
    'segments' in value &&
    Array.isArray(value.segments)
  );
}

/** Sets an own property whatever its name. */
function set(target: JsonMap, key: string, value: Json): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
