// A list that only grows at its end, plain JSON and persistent: appending copies O(log n) (R-CORE-13). Runs of CHUNK items are
// frozen into chunks; CHUNK chunks of one level become one chunk of the next, as the digits of a counter.
// L-1: no operation modifies its argument. L-2: `toArray` gives the items in the order of appending.
const CHUNK = 32;

export interface PersistentList<T> {
  readonly n: number;
  /** Full chunks by level, highest level first: `levels[k]` holds up to CHUNK - 1 trees of equal depth. */
  readonly levels: readonly (readonly Tree<T>[])[];
  readonly tail: readonly T[];
}
type Tree<T> = readonly T[] | readonly Tree<T>[];

const EMPTY: PersistentList<never> = Object.freeze({ n: 0, levels: Object.freeze([]), tail: Object.freeze([]) });

export function emptyList<T>(): PersistentList<T> {
  return EMPTY;
}

export function append<T>(list: PersistentList<T>, item: T): PersistentList<T> {
  const tail = [...list.tail, item];
  if (tail.length < CHUNK) return { n: list.n + 1, levels: list.levels, tail };
  const levels = [...list.levels];
  let carry: Tree<T> = tail;
  for (let level = levels.length - 1; ; level -= 1) {
    if (level < 0) {
      levels.unshift([carry]);
      break;
    }
    const grown: readonly Tree<T>[] = [...(levels[level] ?? []), carry];
    if (grown.length < CHUNK) {
      levels[level] = grown;
      break;
    }
    levels[level] = [];
    carry = grown;
  }
  return { n: list.n + 1, levels, tail: [] };
}

export function toArray<T>(list: PersistentList<T>): T[] {
  const items: T[] = [];
  const height = list.levels.length;
  list.levels.forEach((trees, index) => {
    for (const tree of trees) collect(tree, height - 1 - index, items);
  });
  items.push(...list.tail);
  return items;
}

/** The items from index `from` on, without listing those before. */
export function sliceFrom<T>(list: PersistentList<T>, from: number): T[] {
  if (from <= 0) return toArray(list);
  const items: T[] = [];
  for (let index = from; index < list.n; index += 1) items.push(itemAt(list, index) as T);
  return items;
}

export function last<T>(list: PersistentList<T>): T | undefined {
  if (list.n === 0) return undefined;
  return itemAt(list, list.n - 1);
}

/** The item at `index`, from 0; undefined outside the list. */
export function itemAt<T>(list: PersistentList<T>, index: number): T | undefined {
  if (index < 0 || index >= list.n) return undefined;
  const inTrees = list.n - list.tail.length;
  if (index >= inTrees) return list.tail[index - inTrees];
  let rest = index;
  const height = list.levels.length;
  for (const [position, trees] of list.levels.entries()) {
    const level = height - 1 - position;
    const size = CHUNK ** (level + 1);
    if (rest >= trees.length * size) {
      rest -= trees.length * size;
      continue;
    }
    let tree = trees[Math.floor(rest / size)];
    rest %= size;
    for (let depth = level; depth > 0; depth -= 1) {
      const below = CHUNK ** depth;
      tree = (tree as readonly Tree<T>[])[Math.floor(rest / below)];
      rest %= below;
    }
    return (tree as readonly T[])[rest];
  }
  return undefined;
}

// The recursion is bounded by the number of levels, log32 of the length.
function collect<T>(tree: Tree<T>, level: number, into: T[]): void {
  if (level === 0) {
    into.push(...(tree as readonly T[]));
    return;
  }
  for (const child of tree as readonly Tree<T>[]) collect(child, level - 1, into);
}
