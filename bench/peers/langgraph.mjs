// LangGraph JS: nodes that append to a list, in memory and with the checkpoints of its MemorySaver.
import { crowd, expect, say, timed } from './measure.mjs';

export async function langgraph({ Annotation, END, MemorySaver, START, StateGraph }) {
  const State = Annotation.Root({
    history: Annotation({ reducer: (left, right) => [...left, ...right], default: () => [] }),
  });
  const nothing = async () => ({ history: [1] });
  const settings = { recursionLimit: 5000 };
  const chain = new StateGraph(State);
  for (let n = 0; n < 1000; n++) chain.addNode(`n${n}`, nothing);
  chain.addEdge(START, 'n0');
  for (let n = 0; n < 999; n++) chain.addEdge(`n${n}`, `n${n + 1}`);
  chain.addEdge('n999', END);
  const chained = chain.compile();
  say(
    'LangGraph JS: chain of 1000',
    await timed(2, async () => expect('length', (await chained.invoke({}, settings)).history.length, 1000)),
  );

  let threads = 0;
  const saved = chain.compile({ checkpointer: new MemorySaver() });
  const kept = () => ({ ...settings, configurable: { thread_id: String(threads++) } });
  say(
    'LangGraph JS: chain of 1000, checkpoints of MemorySaver',
    await timed(1, async () => expect('length', (await saved.invoke({}, kept())).history.length, 1000)),
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

  const five = new StateGraph(State);
  for (let n = 0; n < 5; n++) five.addNode(`n${n}`, nothing).addEdge(n === 0 ? START : `n${n - 1}`, `n${n}`);
  const short = five.addEdge('n4', END).compile();
  say(
    'LangGraph JS: 1000 runs of 5 nodes at one time',
    await timed(2, async () => {
      for (const { history } of await crowd(1000, () => short.invoke({}, settings)))
        expect('length', history.length, 5);
    }),
  );
}
