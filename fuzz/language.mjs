// Fuzzes the language package: parse, print, compile, format, incremental parse, edits and services on broken texts.
//   npx pnpm exec node fuzz/language.mjs [--count N] [--seed S] [--from CASE]     (default: 1 000 000 cases of seed 1)
// FUZZ_COUNT is an alternative to --count. Exit 1 with the smallest text found for each kind of failure.
import { parseArgs } from 'node:util';
import { fuzz } from './run.ts';

const { values } = parseArgs({
  options: { count: { type: 'string' }, seed: { type: 'string' }, from: { type: 'string' } },
});
const count = Number(values.count ?? process.env.FUZZ_COUNT ?? 1_000_000);
const seed = Number(values.seed ?? 1);
const from = Number(values.from ?? 0);
if (![count, seed, from].every(Number.isSafeInteger)) {
  console.error('--count, --seed and --from are integers');
  process.exit(2);
}

const start = performance.now();
const rate = (done) => Math.round(done / ((performance.now() - start) / 1000));
const failures = fuzz({
  seed,
  from,
  count,
  linearEvery: 5000,
  onFailure: (failure) =>
    console.log(
      `\ncase ${failure.case} of seed ${seed}: ${failure.message}\n--- smallest text found\n${JSON.stringify(failure.smaller)}`,
    ),
  onProgress: (done, failed) => console.error(`${done} cases, ${rate(done)} a second, ${failed} kinds of failure`),
});
console.log(`\n${count} cases, ${rate(count)} a second, ${failures.length} kinds of failure`);
process.exitCode = failures.length === 0 ? 0 : 1;
