// The values that a run's variables have when nothing is given (L-DECL-11), for tests: defaults, else null.
import type { CompiledGraph } from '@iterion/dsl';
import { resolveEnvText } from '../environmentText.ts';
import { isMap, type Json, type JsonMap } from '../json.ts';

export function varsOf(graph: CompiledGraph): JsonMap {
  return Object.fromEntries(graph.vars.map((variable): [string, Json] => [variable.name, defaultOf(variable.default)]));
}

type Default = CompiledGraph['vars'][number]['default'];

function defaultOf(value: Default): Json {
  if (value === undefined) return null;
  const map = value as Json;
  if (isMap(map) && typeof map['source'] === 'string' && Array.isArray(map['segments'])) {
    return resolveEnvText(value as Exclude<Default, Json | undefined>, {}).text;
  }
  return map;
}
