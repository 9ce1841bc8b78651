// A map from names to values that is plain JSON and persistent: setting one key copies O(log n), never the whole map, so that a
// chain of thousands of nodes folds in linear time (R-CORE-13). Up to LEAF entries it is one object; beyond that a trie over the
// hash of the key. M-1: no operation modifies its argument. M-2: equal sequences of operations give equal JSON.
const LEAF = 24;
const BITS = 4;
const FAN = 1 << BITS;
const MAX_DEPTH = 7;

export type PersistentMap<V> = Leaf<V> | Branch<V>;
interface Leaf<V> {
  readonly n: number;
  readonly e: { readonly [key: string]: V };
}
interface Branch<V> {
  readonly n: number;
  readonly c: readonly (PersistentMap<V> | null)[];
}

const EMPTY: Leaf<never> = Object.freeze({ n: 0, e: Object.freeze({}) });

export function emptyMap<V>(): PersistentMap<V> {
  return EMPTY;
}

export function getIn<V>(map: PersistentMap<V>, key: string): V | undefined {
  let at: PersistentMap<V> | null | undefined = map;
  for (let depth = 0, hash = -1; at !== null && at !== undefined; depth += 1) {
    if ('e' in at) return Object.hasOwn(at.e, key) ? at.e[key] : undefined;
    if (hash === -1) hash = hashOf(key);
    at = at.c[slot(hash, depth)];
  }
  return undefined;
}

export function setIn<V>(map: PersistentMap<V>, key: string, value: V): PersistentMap<V> {
  return set(map, key, value, hashOf(key), 0);
}

export function deleteIn<V>(map: PersistentMap<V>, key: string): PersistentMap<V> {
  return getIn(map, key) === undefined ? map : remove(map, key, hashOf(key), 0);
}

export function sizeOf<V>(map: PersistentMap<V>): number {
  return map.n;
}

/** All entries; the order depends on the keys only where the map is large, so nothing may rest on it. */
export function entriesOf<V>(map: PersistentMap<V>): readonly (readonly [string, V])[] {
  if ('e' in map) return Object.entries(map.e);
  return map.c.flatMap((child) => (child === null ? [] : entriesOf(child)));
}

/** A map with the entries of a plain object. */
export function mapOf<V>(entries: { readonly [key: string]: V }): PersistentMap<V> {
  let map: PersistentMap<V> = emptyMap();
  for (const [key, value] of Object.entries(entries)) map = setIn(map, key, value);
  return map;
}

// The recursion below is bounded by MAX_DEPTH.
function set<V>(map: PersistentMap<V>, key: string, value: V, hash: number, depth: number): PersistentMap<V> {
  if ('e' in map) {
    const known = Object.hasOwn(map.e, key);
    if (known || map.n < LEAF || depth === MAX_DEPTH) {
      return { n: known ? map.n : map.n + 1, e: { ...map.e, [key]: value } };
    }
    return set(split(map, depth), key, value, hash, depth);
  }
  const index = slot(hash, depth);
  const before = map.c[index] ?? emptyMap<V>();
  const after = set(before, key, value, hash, depth + 1);
  return { n: map.n + after.n - before.n, c: map.c.with(index, after) };
}

function split<V>(leaf: Leaf<V>, depth: number): Branch<V> {
  const parts: { [key: string]: V }[] = Array.from({ length: FAN }, () => ({}));
  for (const [key, value] of Object.entries(leaf.e)) {
    const part = parts[slot(hashOf(key), depth)] ?? {};
    Object.defineProperty(part, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return {
    n: leaf.n,
    c: parts.map((e) => ({ n: Object.keys(e).length, e })).map((part) => (part.n === 0 ? null : part)),
  };
}

function remove<V>(map: PersistentMap<V>, key: string, hash: number, depth: number): PersistentMap<V> {
  if ('e' in map) {
    return { n: map.n - 1, e: Object.fromEntries(Object.entries(map.e).filter(([name]) => name !== key)) };
  }
  const index = slot(hash, depth);
  const child = map.c[index];
  if (child === null || child === undefined) return map;
  if (map.n - 1 === 0) return emptyMap();
  const after = remove(child, key, hash, depth + 1);
  return { n: map.n - 1, c: map.c.with(index, after.n === 0 ? null : after) };
}

function slot(hash: number, depth: number): number {
  return (hash >>> (depth * BITS)) & (FAN - 1);
}

/** FNV-1a over UTF-16 code units, finished so that the low bits vary. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
}
