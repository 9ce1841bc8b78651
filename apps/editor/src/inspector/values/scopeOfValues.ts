// Values for references as people type them or a run left them, and the scope in which an expression or template reads them (E-INSP-13,
// E-INSP-14). Pure.
import type { Json, StaticType } from '@iterion/dsl';
import type { FieldReference } from '@iterion/dsl';
import type { Scope } from '@iterion/engine';

export type Referred = Pick<FieldReference, 'ns' | 'path'>;
export interface Valued extends Referred {
  readonly value: Json;
}

/** `input.list[0]`, as templates write it. */
export function referenceText({ ns, path }: Referred): string {
  return path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${part}`), ns);
}

/** Something of the type, for a first try. */
export function sampleOf(type: StaticType): Json {
  switch (type) {
    case 'bool':
      return true;
    case 'int':
      return 1;
    case 'float':
      return 0.5;
    case 'string[]':
    case 'list':
      return ['one', 'two'];
    case 'json':
    case 'map':
      return {};
    case 'null':
      return null;
    case 'string':
    case 'unknown':
      return 'text';
    default:
      return type satisfies never;
  }
}

type Tree = { [key: string]: Json };

/** A scope that holds these values and nothing else; a deeper path adds to what a shallower one gave. */
export function scopeOfValues(values: readonly Valued[]): Scope {
  const root: { [ns in Referred['ns']]: Tree } = {
    vars: {},
    input: {},
    outputs: {},
    artifacts: {},
    loop: {},
    run: {},
    attachments: {},
  };
  for (const { ns, path, value } of values.toSorted((a, b) => a.path.length - b.path.length)) {
    if (path.length === 0) root[ns] = isTree(value) ? { ...value } : {};
    else put(root[ns], path, value);
  }
  const beside = (node: string): Tree => {
    const output = own(root.outputs, node);
    return isTree(output) ? output : {};
  };
  return {
    vars: root.vars,
    input: root.input,
    run: { id: textOf(root.run['id']), started_at: textOf(root.run['started_at']) },
    attachments: root.attachments,
    output: (node) => own(root.outputs, node),
    meta: (node, key) => own(beside(node), key),
    history: (node) => {
      const history = own(beside(node), 'history');
      return Array.isArray(history) ? history : [];
    },
    artifact: (name) => own(root.artifacts, name),
    loop: (name) => {
      const loop = own(root.loop, name);
      if (!isTree(loop)) return undefined;
      const { iteration, max = null, previous_output: before = null } = loop;
      return { iteration: typeof iteration === 'number' ? iteration : 0, max, previous_output: before };
    },
    names: (space) => Object.keys(root[space]),
  };
}

function own(tree: Tree, key: string): Json | undefined {
  return Object.hasOwn(tree, key) ? tree[key] : undefined;
}
function isTree(value: Json | undefined): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Sets a value in a tree of its own, making maps and lists on the way. */
function put(tree: Tree, path: readonly (string | number)[], value: Json): void {
  const [head, ...rest] = path;
  if (head === undefined) return;
  const key = String(head);
  tree[key] = placed(own(tree, key), rest, value);
}
function placed(present: Json | undefined, path: readonly (string | number)[], value: Json): Json {
  const [head, ...rest] = path;
  if (head === undefined) return structuredClone(value);
  if (typeof head === 'number') {
    const list = Array.isArray(present) ? [...present] : [];
    const index = head < 0 ? Math.max(0, list.length + head) : head;
    while (list.length < index) list.push(null);
    list[index] = placed(list[index], rest, value);
    return list;
  }
  const next: Tree = isTree(present) ? { ...present } : {};
  put(next, path, value);
  return next;
}
