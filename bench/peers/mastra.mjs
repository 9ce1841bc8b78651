// Mastra: steps that count, in memory and with every step stored by its LibSQL store in a file.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LibSQLStore } from '@mastra/libsql';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { z } from 'zod';
import { crowd, expect, say, timed } from './measure.mjs';

const counted = z.object({ count: z.number() });
const listed = z.object({ history: z.array(z.number()) });
const step = (id) =>
  createStep({
    id,
    inputSchema: counted,
    outputSchema: counted,
    execute: async ({ inputData }) => ({ count: inputData.count + 1 }),
  });

function chain(id, length) {
  let workflow = createWorkflow({ id, inputSchema: counted, outputSchema: counted });
  for (let n = 0; n < length; n++) workflow = workflow.then(step(`n${n}`));
  return workflow.commit();
}

function fan(width) {
  const meet = createStep({
    id: 'meet',
    inputSchema: z.record(z.string(), counted),
    outputSchema: counted,
    execute: async ({ inputData }) => ({ count: Object.keys(inputData).length }),
  });
  return createWorkflow({ id: 'fan', inputSchema: counted, outputSchema: counted })
    .parallel(Array.from({ length: width }, (_, n) => step(`b${n}`)))
    .then(meet)
    .commit();
}

function loop(passes) {
  const work = createStep({
    id: 'work',
    inputSchema: listed,
    outputSchema: listed,
    execute: async ({ inputData }) => ({ history: [...inputData.history, 1] }),
  });
  return createWorkflow({ id: 'loop', inputSchema: listed, outputSchema: listed })
    .dountil(work, async ({ inputData }) => inputData.history.length > passes)
    .commit();
}

export async function mastra({ Mastra }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'iterion-bench-mastra-'));
  const workflows = { chain: chain('chain', 1000), fan: fan(100), loop: loop(1000), short: chain('short', 5) };
  const stored = { chain: chain('chain', 1000) };
  const memory = new Mastra({ workflows, logger: false });
  const storage = new LibSQLStore({ id: 'bench', url: `file:${path.join(folder, 'bench.db')}` });
  const files = new Mastra({ workflows: stored, logger: false, storage });
  const result = async (host, name, inputData) => {
    const run = await host.getWorkflow(name).createRun();
    const { status, result: made } = await run.start({ inputData });
    expect('status', status, 'success');
    return made;
  };
  try {
    say(
      'Mastra: chain of 1000',
      await timed(2, async () => expect('count', (await result(memory, 'chain', { count: 0 })).count, 1000)),
    );
    say(
      'Mastra: chain of 1000, stored by LibSQL in a file',
      await timed(1, async () => expect('count', (await result(files, 'chain', { count: 0 })).count, 1000)),
    );
    say(
      'Mastra: fan-out into 100 and join',
      await timed(5, async () => expect('count', (await result(memory, 'fan', { count: 0 })).count, 100)),
    );
    say(
      'Mastra: loop of 1000 passes with history',
      await timed(2, async () =>
        expect('length', (await result(memory, 'loop', { history: [] })).history.length, 1001),
      ),
    );
    say(
      'Mastra: 1000 runs of 5 nodes at one time',
      await timed(1, async () => {
        for (const { count } of await crowd(1000, () => result(memory, 'short', { count: 0 })))
          expect('count', count, 5);
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
