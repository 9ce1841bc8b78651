// Peers on the same shapes: every node an asynchronous call that does nothing, results checked. `npm install` here first; without it
// each says so. What is not said to be stored is in memory and writes no log: it stands beside our figures "in memory".
const PEERS = [
  { name: 'XState', module: 'xstate', file: './xstate.mjs', measure: 'xstate' },
  { name: 'LangGraph JS', module: '@langchain/langgraph', file: './langgraph.mjs', measure: 'langgraph' },
  { name: 'Mastra', module: '@mastra/core', file: './mastra.mjs', measure: 'mastra' },
];
for (const { name, module, file, measure } of PEERS) {
  let loaded;
  try {
    loaded = await import(module);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    console.log(`${name}: peer not installed (npm install in bench/peers)`);
    continue;
  }
  await (await import(file))[measure](loaded);
}
process.exit(); // a peer's open connections do not hold the benchmark up
