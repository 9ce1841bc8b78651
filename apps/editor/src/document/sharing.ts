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
  if (Object.is(previous, next)) return previous;
  if (typeof previous !== 'object' || typeof next !== 'object' || previous === null || next === null) return next;
  if (Array.isArray(previous) || Array.isArray(next)) {
    return Array.isArray(previous) && Array.isArray(next) ? reuseArray(previous, next, skipPlaces) : next;
  }
  return reuseRecord(previous as Record<string, unknown>, next as Record<string, unknown>, skipPlaces);
}

function reuseArray(previous: readonly unknown[], next: readonly unknown[], skipPlaces: boolean): unknown {
  let same = previous.length === next.length;
  const shared = next.map((item, index) => {
    const kept = reuse(previous[index], item, skipPlaces);
    if (kept !== previous[index]) same = false;
    return kept;
  });
  return same ? previous : shared;
}

function reuseRecord(
  previous: Record<string, unknown>,
  next: Record<string, unknown>,
  skipPlaces: boolean,
): Record<string, unknown> {
  const keys = Object.keys(next);
  let same = keys.length === Object.keys(previous).length;
  const shared: Record<string, unknown> = {};
  for (const key of keys) {
    if (key === 'fingerprint') {
      // Computed when it is read, at a price; it follows from the rest and is handed on unread.
      Object.defineProperty(shared, key, { enumerable: true, configurable: true, get: () => next[key] });
      continue;
    }
    const before = previous[key];
    const value = next[key];
    if (skipPlaces && isPlace(key, before, value)) {
      shared[key] = value;
      continue;
    }
    const kept = reuse(before, value, skipPlaces);
    shared[key] = kept;
    if (kept !== before || !(key in previous)) same = false;
  }
  return same ? previous : shared;
}

/** Both values say where something stands, and nothing else. A key named `range` in a user's own map is content. */
function isPlace(key: string, before: unknown, value: unknown): boolean {
  switch (key) {
    case 'range':
    case 'nameRange':
      return isRange(before) && isRange(value);
    case 'props':
      return isRangeMap(before) && isRangeMap(value) && Object.keys(before).join() === Object.keys(value).join();
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
  return typeof value === 'object' && value !== null && Object.values(value).every(isRange);
}
