// The order and number of a file's diagnostics (L-DIAG-03).
import type { Diagnostic } from './graph.ts';

/** L-LIM-06. */
export const MAX_DIAGNOSTICS = 1000;

/** Orders by start offset, then code; reports equal ones (code, range, message) once. */
export function orderDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const sorted = diagnostics.toSorted(
    (a, b) => a.range.start.offset - b.range.start.offset || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
  const seen = new Set<string>();
  return sorted.filter((diagnostic) => {
    const { code, range, message } = diagnostic;
    const key = `${range.start.offset}:${range.end.offset}:${code}:${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const WRITABLE: PropertyDescriptor = { enumerable: true, configurable: true, writable: true };

/** At most 1 000; the last one then says how many are left out. `omitted` are some that were left out before. */
export function limitDiagnostics(diagnostics: readonly Diagnostic[], omitted = 0): readonly Diagnostic[] {
  const left = diagnostics.length - MAX_DIAGNOSTICS + omitted;
  const last = diagnostics[Math.min(diagnostics.length, MAX_DIAGNOSTICS) - 1];
  if (left <= 0 || last === undefined) return diagnostics;
  const message = `${last.message} (${left} more ${left === 1 ? 'diagnostic is' : 'diagnostics are'} left out)`;
  // Fixes are computed when they are read, so the members are taken over unread.
  const members = { ...Object.getOwnPropertyDescriptors(last), message: { ...WRITABLE, value: message } };
  const closing = Object.create(Object.prototype, members) as Diagnostic;
  return [...diagnostics.slice(0, Math.min(diagnostics.length, MAX_DIAGNOSTICS) - 1), closing];
}
