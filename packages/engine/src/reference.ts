// Following one reference into a scope: the seven name spaces, run inputs behind a source's output (R-EDGE-11), history and
// metadata beside an output (R-TPL-05, R-CORE-18). Templates and expressions share this and nothing else decides what a path means.
import type { Ref } from '@iterion/dsl';
import { follow, isMap, own, type Json, type JsonMap } from './json.ts';
import type { Scope } from './scope.ts';

export type Namespace = Ref['ns'];

/** The value of a reference; undefined where it leads nowhere. */
export function lookup(scope: Scope, ns: Namespace, path: readonly (string | number)[]): Json | undefined {
  const [head, second] = path;
  if (head === undefined) return wholeNamespace(scope, ns);
  if (typeof head !== 'string') return undefined;
  if (ns === 'outputs' && typeof second === 'string' && isBesideOutput(second)) {
    const index = path[2];
    if (second === 'history' && typeof index === 'number' && scope.historyItem !== undefined) {
      const item = scope.historyItem(head, index);
      return item === undefined ? undefined : follow(item, path.slice(3));
    }
    const beside = besideOutput(scope, head, second);
    return beside === undefined ? undefined : follow(beside, path.slice(2));
  }
  const value = namespaceMember(scope, ns, head);
  if (value === undefined) return undefined;
  if (ns === 'attachments' && path.length === 1) return bareAttachment(value);
  return follow(value, path.slice(1));
}

/** One member of a name space; undefined when there is none. */
export function namespaceMember(scope: Scope, ns: Namespace, name: string): Json | undefined {
  switch (ns) {
    case 'vars':
      return own(scope.vars, name);
    case 'input': {
      const value = isMap(scope.input) ? own(scope.input, name) : undefined;
      return value === undefined && scope.inputBehind !== undefined ? own(scope.inputBehind, name) : value;
    }
    case 'outputs':
      return scope.output(name);
    case 'artifacts':
      return scope.artifact(name);
    case 'loop': {
      const loop = scope.loop(name);
      return loop && { iteration: loop.iteration, max: loop.max, previous_output: loop.previous_output };
    }
    case 'run':
      return own(scope.run, name);
    case 'attachments':
      return own(scope.attachments, name);
    default:
      return ns satisfies never;
  }
}

/** `history` and the `_` keys stand beside an output, not in it. */
export function isBesideOutput(key: string): boolean {
  return key === 'history' || key.startsWith('_');
}

export function besideOutput(scope: Scope, node: string, key: string): Json | undefined {
  if (key === 'history') return scope.history(node);
  const meta = scope.meta(node, key);
  if (meta !== undefined) return meta;
  const output = scope.output(node);
  return isMap(output) ? own(output, key) : undefined;
}

/** A name space alone is the map of its members (L-EXPR-06). */
export function wholeNamespace(scope: Scope, ns: Namespace): Json {
  switch (ns) {
    case 'vars':
      return scope.vars;
    case 'input':
      if (scope.inputBehind === undefined) return scope.input;
      return isMap(scope.input) ? { ...scope.inputBehind, ...scope.input } : scope.input;
    case 'outputs':
    case 'artifacts':
    case 'loop':
      return membersOf(scope, ns);
    case 'run':
      return { ...scope.run };
    case 'attachments':
      return scope.attachments;
    default:
      return ns satisfies never;
  }
}

function membersOf(scope: Scope, ns: 'outputs' | 'artifacts' | 'loop'): JsonMap {
  const members: [string, Json][] = [];
  for (const name of scope.names(ns)) {
    const value = namespaceMember(scope, ns, name);
    if (value !== undefined) members.push([name, value]);
  }
  return Object.fromEntries(members);
}

/** `attachments.NAME` alone means its path (L-TPL-03). */
export function bareAttachment(value: Json): Json | undefined {
  return isMap(value) ? own(value, 'path') : value;
}

/** How a reference is written: `outputs.plan.items[0]`. */
export function referenceText(ns: Namespace, path: readonly (string | number)[]): string {
  return path.reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${key}`), ns);
}
