import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Grant, Ledger } from './ledger.ts';

const never = new AbortController().signal;

test('R-BUDGET-08 the output is lowered to what remains after the input and all reservations', async () => {
  const ledger = new Ledger(() => ({ tokens: 100, costUsd: null }));
  const first = (await ledger.reserve({ inputTokens: 10, outputTokens: 60 }, never)) as Grant;
  expect(first.outputTokens).toBe(60);
  const second = (await ledger.reserve({ inputTokens: 10, outputTokens: 60 }, never)) as Grant;
  expect(second.outputTokens).toBe(20);
});

test('R-BUDGET-08 what does not fit waits for a reservation, and is refused when none is outstanding', async () => {
  let used = 0;
  const ledger = new Ledger(() => ({ tokens: 50 - used, costUsd: null }));
  const first = (await ledger.reserve({ inputTokens: 30, outputTokens: 20 }, never)) as Grant;
  const order: string[] = [];
  const second = ledger
    .reserve({ inputTokens: 30, outputTokens: 20 }, never)
    .then((answer) => (order.push('served'), answer));
  await Promise.resolve();
  expect(order).toEqual([]);
  used = 50;
  first.settle();
  expect(await second).toEqual({ refused: 'tokens' });
});

test('R-BUDGET-08 a step that gives up its place lets the next one in', async () => {
  const ledger = new Ledger(() => ({ tokens: 50, costUsd: null }));
  const abort = new AbortController();
  await ledger.reserve({ inputTokens: 30, outputTokens: 10 }, never);
  const large = ledger.reserve({ inputTokens: 40, outputTokens: 1 }, abort.signal);
  const small = ledger.reserve({ inputTokens: 5, outputTokens: 5 }, never);
  abort.abort();
  expect(await large).toBeUndefined();
  expect(await small).toMatchObject({ outputTokens: 5 });
});

test('P-13 usage and reservations together never exceed a limit', async () => {
  const step = fc.record({
    inputTokens: fc.integer({ min: 0, max: 40 }),
    outputTokens: fc.integer({ min: 1, max: 60 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 300 }), async (steps, limit) => {
      const price = { input: 0.5, output: 2 };
      let used = 0;
      let cost = 0;
      const ledger = new Ledger(() => ({ tokens: limit - used, costUsd: 200 - cost }));
      const conversations = steps.map(async (need) => {
        const grant = await ledger.reserve({ ...need, price }, never);
        if (grant === undefined || 'refused' in grant) return;
        expect(grant.outputTokens).toBeGreaterThanOrEqual(1);
        await Promise.resolve();
        used += need.inputTokens + grant.outputTokens;
        cost += need.inputTokens * price.input + grant.outputTokens * price.output;
        expect(used).toBeLessThanOrEqual(limit);
        expect(cost).toBeLessThanOrEqual(200);
        grant.settle();
      });
      await Promise.all(conversations);
    }),
  );
});
