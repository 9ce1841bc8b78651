// Large texts are analysed apart, within limits, and never keep the server from others (S-FILE-02, S-SEC-T23).
import { compile, parse } from '@iterion/dsl';
import { afterEach, describe, expect, test } from 'vitest';
import { HUMAN_GATE } from '../runs/workflows.fixture.ts';
import { Analysis, type AnalysisLimits } from './analysis.ts';

const open: Analysis[] = [];
function analysis(limits: Partial<AnalysisLimits> = {}): Analysis {
  const made = new Analysis(limits);
  open.push(made);
  return made;
}
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
const agents = (count: number): string =>
  Array.from({ length: count }, (_, n) => `agent a${n}:\n  model: "m"\n\n`).join('');

describe('S-FILE-02 analysis', () => {
  test('S-FILE-02 S-FILE-03 the worker answers what the same function answers here', async () => {
    const there = await analysis({ inlineBytes: 0 }).ask({ operation: 'compile', given: null }, HUMAN_GATE);
    const here = compile(parse(HUMAN_GATE));
    expect(there).toEqual(JSON.parse(JSON.stringify(here)));
    expect(there.hash).toBe(here.hash);
    expect((await analysis({ inlineBytes: 0 }).ask({ operation: 'format', given: null }, HUMAN_GATE)).ok).toBe(true);
  });

  test('S-FILE-02 the worker answers one text after the other, and ends with its owner', async () => {
    const apart = analysis({ inlineBytes: 0 });
    for (let n = 1; n <= 3; n += 1) {
      const text = `${agents(n)}workflow w:\n  entry: a0\n  a0 -> done\n`;
      expect((await apart.ask({ operation: 'compile', given: null }, text)).nodes).toHaveLength(n + 2);
    }
    await apart.close();
  });

  test('S-SEC-T23 a text that takes too long is refused, and the next one is answered', async () => {
    const bounded = analysis({ inlineBytes: 1_000, timeMs: 3_000 });
    const slow = bounded.ask({ operation: 'compile', given: null }, agents(100_000));
    const next = bounded.ask(
      { operation: 'compile', given: null },
      `${agents(40)}workflow w:\n  entry: a0\n  a0 -> done\n`,
    );
    await expect(slow).rejects.toMatchObject({ code: 'too_large' });
    expect((await next).nodes).toHaveLength(42);
  });

  test('S-SEC-T23 a text that takes too much memory is refused, and the process lives', async () => {
    const bounded = analysis({ inlineBytes: 1_000, memoryMb: 16, timeMs: 15_000 });
    await expect(bounded.ask({ operation: 'compile', given: null }, agents(8_000))).rejects.toMatchObject({
      code: 'too_large',
    });
    expect((await bounded.ask({ operation: 'compile', given: null }, HUMAN_GATE)).valid).toBe(true);
  });

  test('S-SEC-T23 meanwhile this thread goes on', async () => {
    const bounded = analysis({ timeMs: 1_000 });
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 10);
    await bounded.ask({ operation: 'compile', given: null }, agents(20_000)).catch(() => undefined);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  test('S-FILE-02 the same text is analysed once', async () => {
    const once = analysis();
    expect(await once.ask({ operation: 'compile', given: null }, HUMAN_GATE)).toBe(
      await once.ask({ operation: 'compile', given: null }, HUMAN_GATE),
    );
    expect(await once.ask({ operation: 'compile', given: null }, `${HUMAN_GATE}\n`)).not.toBe(
      await once.ask({ operation: 'compile', given: null }, HUMAN_GATE),
    );
  });
});
