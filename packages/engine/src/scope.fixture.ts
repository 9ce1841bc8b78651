// A scope over plain data, for tests of what reads from a scope.
import { isMap, own, type Json, type JsonMap } from './json.ts';
import type { LoopValues, Scope } from './scope.ts';

export interface ScopeData {
  readonly vars?: JsonMap;
  readonly input?: Json;
  readonly inputBehind?: JsonMap;
  readonly run?: { readonly id: string; readonly started_at: string };
  readonly attachments?: JsonMap;
  readonly outputs?: JsonMap;
  readonly meta?: { readonly [node: string]: JsonMap };
  readonly histories?: { readonly [node: string]: readonly Json[] };
  readonly artifacts?: JsonMap;
  readonly loops?: { readonly [name: string]: LoopValues };
  /** Nodes that exist without an output yet. */
  readonly nodes?: readonly string[];
}

export function scopeOf(data: ScopeData): Scope {
  const { outputs = {}, artifacts = {}, loops = {}, nodes = [] } = data;
  const names = {
    outputs: [...new Set([...Object.keys(outputs), ...nodes])],
    artifacts: Object.keys(artifacts),
    loop: Object.keys(loops),
  };
  return {
    vars: data.vars ?? {},
    input: data.input ?? {},
    ...(data.inputBehind === undefined ? {} : { inputBehind: data.inputBehind }),
    run: data.run ?? { id: 'run_1', started_at: '2026-01-05T10:00:00.000Z' },
    attachments: data.attachments ?? {},
    output: (node) => own(outputs, node),
    meta: (node, key) => {
      const meta = Object.hasOwn(data.meta ?? {}, node) ? data.meta?.[node] : undefined;
      return isMap(meta) ? own(meta, key) : undefined;
    },
    history: (node) => (Object.hasOwn(data.histories ?? {}, node) ? [...(data.histories?.[node] ?? [])] : []),
    artifact: (name) => own(artifacts, name),
    loop: (name) => (Object.hasOwn(loops, name) ? loops[name] : undefined),
    names: (space) => names[space],
  };
}
