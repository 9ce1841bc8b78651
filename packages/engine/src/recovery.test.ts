import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ERROR_CLASSES, type ErrorCode } from './codes.ts';
import { decide, RECOVERY } from './recovery.ts';

const run = { seed: 'r', env: {} };
const failure = (code: ErrorCode, used: number, details?: { resets_at: string }) => ({
  error: { code, message: 'm', ...(details === undefined ? {} : { details }) },
  used,
  effect: 'main:a:0@1',
});

test('R-REC-02 R-REC-04 exactly the codes of class retry have a row', () => {
  const retried = Object.entries(ERROR_CLASSES).flatMap(([code, kind]) => (kind === 'retry' ? [code] : []));
  expect(Object.keys(RECOVERY).toSorted()).toEqual(retried.toSorted());
});

test('R-REC-04 delays are those of the table within the jitter, then the row ends', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...(Object.keys(RECOVERY) as ErrorCode[])),
      fc.nat(9),
      fc.string(),
      (code, used, seed) => {
        const row = RECOVERY[code];
        const decision = decide(failure(code, used), { seed, env: {} }, 1000);
        const nominal = row?.delays[used];
        if (nominal === undefined) return decision.action === row?.afterwards;
        if (!('delay_ms' in decision)) return false;
        const share = decision.delay_ms / 1000 / nominal;
        return share >= 0.79 && share <= 1.21 && decision.not_before === 1000 + decision.delay_ms;
      },
    ),
  );
});

test('R-CORE-04 the jitter depends on seed and effect alone', () => {
  const [one, two] = [decide(failure('RATE_LIMITED', 0), run, 5), decide(failure('RATE_LIMITED', 0), run, 9)];
  expect('delay_ms' in one && 'delay_ms' in two && one.delay_ms === two.delay_ms).toBe(true);
});

test('R-REC-07 ITERION_MAX_RATE_WAIT moves the border between waiting and asking', () => {
  const details = { resets_at: new Date(3_600_000).toISOString() };
  expect(decide(failure('RATE_LIMITED', 0, details), run, 0).action).toBe('pause');
  const patient = { seed: 'r', env: { ITERION_MAX_RATE_WAIT: '2h' } };
  expect(decide(failure('RATE_LIMITED', 0, details), patient, 0)).toEqual({
    action: 'retry',
    delay_ms: 3_600_000,
    not_before: 3_600_000,
  });
  expect(decide(failure('RATE_LIMITED', 3, details), patient, 0).action).toBe('pause');
});
