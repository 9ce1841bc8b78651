// Variables at launch (E-RUN-01, E-RUN-02): what the form starts with, and the values of a request as the run would take them.
import type { CompiledGraph, EnvText, Json, Var } from '@iterion/dsl';
import type { LaunchVariable } from '@iterion/protocol';
import { RuntimeError, coerceVars, isSecretName, type StartValues } from '@iterion/runtime';
import { Failure } from '../failure.ts';

/** The variables of the launch form. No environment variable is read: a default that refers to one is shown as written (S-API-11). */
export function launchVariables(
  graph: CompiledGraph,
  preset: string | undefined,
  recipe: Readonly<Record<string, Json>> | undefined,
  former: Readonly<Record<string, Json>> | null,
): LaunchVariable[] {
  const chosen = preset === undefined ? undefined : graph.presets.find(({ name }) => name === preset);
  if (preset !== undefined && chosen === undefined) {
    throw new Failure('vars_invalid', `The workflow has no preset ${preset}.`, { field: 'preset' });
  }
  return graph.vars.map((variable) => {
    const { name, type, description, hasDefault } = variable;
    return {
      name,
      type,
      ...(description === undefined ? {} : { description }),
      required: !hasDefault,
      ...valueOf(variable, chosen?.values, recipe, former),
      secret: isSecretName(name),
    };
  });
}

function valueOf(
  { name, hasDefault, default: fallback }: Var,
  preset: Readonly<Record<string, Json>> | undefined,
  recipe: Readonly<Record<string, Json>> | undefined,
  former: Readonly<Record<string, Json>> | null,
): Pick<LaunchVariable, 'value' | 'from'> {
  if (former !== null && Object.hasOwn(former, name)) return { value: former[name] ?? null, from: 'run' };
  if (preset !== undefined && Object.hasOwn(preset, name)) return { value: preset[name] ?? null, from: 'preset' };
  if (recipe !== undefined && Object.hasOwn(recipe, name)) return { value: recipe[name] ?? null, from: 'recipe' };
  if (!hasDefault || fallback === undefined) return { from: 'none' };
  return { value: isEnvText(fallback) ? fallback.source : fallback, from: 'default' };
}

function isEnvText(value: Json | EnvText): value is EnvText {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && 'segments' in value && 'source' in value
  );
}

/** Coerces the given values; 422 with one message per field. */
export function startValues(
  graph: CompiledGraph,
  given: Readonly<Record<string, Json>>,
  preset: string | undefined,
  env: Readonly<Record<string, string | null>>,
  recipe?: Readonly<Record<string, Json>>,
): StartValues {
  try {
    return coerceVars(graph, {
      given,
      env,
      ...(preset === undefined ? {} : { preset }),
      ...(recipe === undefined ? {} : { recipe }),
    });
  } catch (error) {
    if (!(error instanceof RuntimeError) || error.code !== 'USAGE') throw error;
    const fields = Object.fromEntries(Object.entries(given).flatMap(([name, value]) => problemOf(graph, name, value)));
    const field = Object.keys(fields)[0];
    throw new Failure('vars_invalid', error.message, {
      ...(error.hint === undefined ? {} : { remedy: error.hint }),
      ...(field === undefined ? {} : { field: `vars.${field}` }),
      details: { fields },
    });
  }
}

function problemOf(graph: CompiledGraph, name: string, value: Json): readonly (readonly [string, string])[] {
  try {
    coerceVars(graph, { given: { [name]: value } });
    return [];
  } catch (error) {
    if (error instanceof RuntimeError && error.code === 'USAGE') return [[name, error.message]];
    throw error;
  }
}
