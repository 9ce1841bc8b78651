// Sharing of diagnostics between versions of a text (E-DOC-14). Their fixes are edits of one text and computed when they are read: they
// are never read here, and a diagnostic that is kept hands out the fixes of the newest text.
import type { Diagnostic } from '@iterion/dsl';
import { shareExactly } from './sharing.ts';

/** `next`, made of the objects of `previous` that say the same at the same place. Renews the fixes of those. */
export function shareDiagnostics(previous: readonly Diagnostic[], next: readonly Diagnostic[]): readonly Diagnostic[] {
  const known = new Map(previous.map((diagnostic) => [keyOf(diagnostic), diagnostic]));
  const shared = next.map((diagnostic) => {
    const before = known.get(keyOf(diagnostic));
    return before && saysTheSame(before, diagnostic) ? renewed(before, diagnostic) : diagnostic;
  });
  const same = shared.length === previous.length && shared.every((diagnostic, index) => diagnostic === previous[index]);
  return same ? previous : shared;
}

function keyOf({ code, range, message }: Diagnostic): string {
  return `${code} ${range.start.offset} ${range.end.offset} ${message}`;
}

function saysTheSame(before: Diagnostic, now: Diagnostic): boolean {
  const own = withoutFixes(before);
  return 'fixes' in before === 'fixes' in now && shareExactly(own, withoutFixes(now)) === own;
}

function withoutFixes(diagnostic: Diagnostic): Omit<Diagnostic, 'fixes'> {
  const keys = Object.keys(diagnostic).filter((key) => key !== 'fixes') as (keyof Diagnostic)[];
  return Object.fromEntries(keys.map((key) => [key, diagnostic[key]])) as unknown as Omit<Diagnostic, 'fixes'>;
}

function renewed(before: Diagnostic, now: Diagnostic): Diagnostic {
  const fixes = Object.getOwnPropertyDescriptor(now, 'fixes');
  if (fixes && before !== now) Object.defineProperty(before, 'fixes', { ...fixes, configurable: true });
  return before;
}
