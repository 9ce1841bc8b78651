// Structural sharing (E-DOC-14): of two values with equal content, keep the older object, all the way down.
// Places in the text are not content: an insertion above must not make a new object of everything below. A kept object may
// therefore carry outdated ranges and an outdated `index`; whoever needs a place asks `placeOf` in projection.ts.

/** `next`, made of the objects of `previous` wherever their content is equal. Recurses on nesting, never on length. */
export function share<T>(previous: T | undefined, next: T): T {
  return reuse(previous, next, true) as T;
}
/** As `share`, but places are content too: for diagnostics, which are shown with theirs. */
export function shareExactly<T>(previous: T | undefined, next: T): T {
  return reuse(previous, next, false) as T;
}

function reuse(previous: unknown, next: unknown, skipPlaces: boolean): unknown {
  // Most values are equal; finding that out allocates nothing.
  if (isEqual(previous, next, skipPlaces)) return previous;
  if (typeof previous !== 'object' || typeof next !== 'object' || previous === null || next === null) return next;
  if (Array.isArray(previous) && Array.isArray(next)) {
    return next.map((item, index) => reuse(previous[index], item, skipPlaces));
  }
  if (Array.isArray(previous) || Array.isArray(next)) return next;
  return rebuilt(previous as Record<string, unknown>, next as Record<string, unknown>, skipPlaces);
}

/** A new record with the members of `previous` that did not change. */
function rebuilt(
  previous: Record<string, unknown>,
  next: Record<string, unknown>,
  skipPlaces: boolean,
): Record<string, unknown> {
  const shared: Record<string, unknown> = {};
  for (const key in next) {
    if (key === lazy)
      Object.defineProperty(shared, key, { enumerable: true, configurable: true, get: () => next[key] });
    else define(shared, key, reuse(Object.hasOwn(previous, key) ? previous[key] : undefined, next[key], skipPlaces));
  }
  return shared;
}

/** An own member also for a key such as `__proto__`. */
function define(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

function isEqual(previous: unknown, next: unknown, skipPlaces: boolean): boolean {
  if (Object.is(previous, next)) return true;
  if (typeof previous !== 'object' || typeof next !== 'object' || previous === null || next === null) return false;
  if (Array.isArray(previous)) {
    if (!Array.isArray(next) || previous.length !== next.length) return false;
    for (let at = 0; at < next.length; at++) if (!isEqual(previous[at], next[at], skipPlaces)) return false;
    return true;
  }
  if (Array.isArray(next)) return false;
  return isEqualRecord(previous as Record<string, unknown>, next as Record<string, unknown>, skipPlaces);
}

/** Records here are plain JSON objects: their own members are all there is. */
function isEqualRecord(previous: Record<string, unknown>, next: Record<string, unknown>, skipPlaces: boolean): boolean {
  let count = 0;
  for (const key in next) {
    count += 1;
    if (!Object.hasOwn(previous, key)) return false;
    if (key === lazy) continue;
    const before = previous[key];
    const value = next[key];
    if (skipPlaces && isPlace(key, before, value)) continue;
    if (!isEqual(before, value, skipPlaces)) return false;
  }
  for (const _ in previous) count -= 1;
  return count === 0;
}

/** Computed when it is read, at a price; it follows from the rest and is handed on unread. */
const lazy = 'fingerprint';

/** Both values say where something stands, and nothing else. A key named `range` in a user's own map is content. */
function isPlace(key: string, before: unknown, value: unknown): boolean {
  switch (key) {
    case 'range':
    case 'nameRange':
      return isRange(before) && isRange(value);
    case 'props':
      return isRangeMap(before) && isRangeMap(value) && sameKeys(before, value);
    case 'index':
      return typeof before === 'number' && typeof value === 'number';
    default:
      return false;
  }
}

function isRange(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const start = (value as { start?: { offset?: unknown } | null }).start;
  return typeof start === 'object' && start !== null && typeof start.offset === 'number';
}
function isRangeMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Record<string, unknown>;
  for (const key in record) if (!isRange(record[key])) return false;
  return true;
}
function sameKeys(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  let count = 0;
  for (const key in b) {
    if (!Object.hasOwn(a, key)) return false;
    count += 1;
  }
  for (const _ in a) count -= 1;
  return count === 0;
}
