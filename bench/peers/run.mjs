// XState and LangGraph JS on the same shapes: every node an asynchronous call that does nothing, results checked, in memory.
// `npm install` here first; without it each says so. Neither writes a log: the figures beside them are those "in memory".
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function timed(rounds, work) {
  const times = [];
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    await work();
    if (round > 0) times.push(performance.now() - start);
  }
  return median(times);
}

function say(what, time) {
  console.log(`${what.padEnd(64)} ${`${time.toFixed(1)} ms`.padStart(26)}`);
}

function expect(what, seen, wanted) {
  if (seen !== wanted) throw new Error(`${what} is ${seen} instead of ${wanted}`);
}

async function xstate({ assign, createActor, fromPromise, setup, waitFor }) {
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
}

async function langgraph({ Annotation, END, START, StateGraph }) {
  const State = Annotation.Root({
    history: Annotation({ reducer: (left, right) => [...left, ...right], default: () => [] }),
  });
  const nothing = async () => ({ history: [1] });
  const settings = { recursionLimit: 5000 };
  const chain = new StateGraph(State);
  for (let n = 0; n < 1000; n++) chain.addNode(`n${n}`, nothing);
  chain.addEdge(START, 'n0');
  for (let n = 0; n < 999; n++) chain.addEdge(`n${n}`, `n${n + 1}`);
  const chained = chain.addEdge('n999', END).compile();
  say(
    'LangGraph JS: chain of 1000',
    await timed(2, async () => expect('length', (await chained.invoke({}, settings)).history.length, 1000)),
  );

  const fan = new StateGraph(State).addNode('meet', nothing);
  const names = Array.from({ length: 100 }, (_, n) => `b${n}`);
  for (const name of names) fan.addNode(name, nothing).addEdge(START, name);
  const fanned = fan.addEdge(names, 'meet').addEdge('meet', END).compile();
  say(
    'LangGraph JS: fan-out into 100 and join',
    await timed(5, async () => expect('length', (await fanned.invoke({}, settings)).history.length, 101)),
  );

  const again = (state) => (state.history.length <= 1000 ? 'work' : END);
  const looping = new StateGraph(State)
    .addNode('work', nothing)
    .addEdge(START, 'work')
    .addConditionalEdges('work', again);
  const loop = looping.compile();
  say(
    'LangGraph JS: loop of 1000 passes with history',
    await timed(3, async () => expect('length', (await loop.invoke({}, settings)).history.length, 1001)),
  );
}

const PEERS = [
  { name: 'XState', module: 'xstate', measure: xstate },
  { name: 'LangGraph JS', module: '@langchain/langgraph', measure: langgraph },
];
for (const { name, module, measure } of PEERS) {
  let loaded;
  try {
    loaded = await import(module);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    console.log(`${name}: peer not installed (npm install in bench/peers)`);
    continue;
  }
  await measure(loaded);
}
