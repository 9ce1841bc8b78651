// XState: states that invoke an asynchronous call, all in memory.
import { crowd, expect, say, timed } from './measure.mjs';

export async function xstate({ assign, createActor, fromPromise, setup, waitFor }) {
  const tools = setup({ actors: { nothing: fromPromise(async () => 1) } });
  const finished = async (machine) => {
    const actor = createActor(machine).start();
    return waitFor(actor, (state) => state.status === 'done', { timeout: 60_000 });
  };
  const counted = assign({ count: ({ context, event }) => context.count + event.output });
  const states = { end: { type: 'final' } };
  for (let n = 0; n < 1000; n++) {
    states[`n${n}`] = {
      invoke: { src: 'nothing', onDone: { target: n === 999 ? 'end' : `n${n + 1}`, actions: counted } },
    };
  }
  const chain = tools.createMachine({ context: { count: 0 }, initial: 'n0', states });
  say(
    'XState: chain of 1000',
    await timed(5, async () => expect('count', (await finished(chain)).context.count, 1000)),
  );

  const regions = {};
  for (let n = 0; n < 100; n++) {
    const busy = { invoke: { src: 'nothing', onDone: { target: 'end', actions: counted } } };
    regions[`b${n}`] = { initial: 'busy', states: { busy, end: { type: 'final' } } };
  }
  const fan = tools.createMachine({ context: { count: 0 }, type: 'parallel', states: regions });
  say(
    'XState: fan-out into 100 and join',
    await timed(9, async () => expect('count', (await finished(fan)).context.count, 100)),
  );

  const passes = (limit) =>
    tools.createMachine({
      context: { history: [] },
      initial: 'work',
      states: {
        work: {
          invoke: {
            src: 'nothing',
            onDone: {
              target: 'check',
              actions: assign({ history: ({ context, event }) => [...context.history, event.output] }),
            },
          },
        },
        check: {
          always: [{ guard: ({ context }) => context.history.length <= limit, target: 'work' }, { target: 'end' }],
        },
        end: { type: 'final' },
      },
    });
  const loop = passes(1000);
  say(
    'XState: loop of 1000 passes with history',
    await timed(5, async () => expect('length', (await finished(loop)).context.history.length, 1001)),
  );

  const five = { end: { type: 'final' } };
  for (let n = 0; n < 5; n++) {
    five[`n${n}`] = {
      invoke: { src: 'nothing', onDone: { target: n === 4 ? 'end' : `n${n + 1}`, actions: counted } },
    };
  }
  const short = tools.createMachine({ context: { count: 0 }, initial: 'n0', states: five });
  say(
    'XState: 1000 runs of 5 nodes at one time',
    await timed(3, async () => {
      for (const { context } of await crowd(1000, () => finished(short))) expect('count', context.count, 5);
    }),
  );
}
