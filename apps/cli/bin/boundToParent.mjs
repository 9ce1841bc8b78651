// The command line in the Node that `bundledNode.mjs` started: it does not outlive that process. Whoever kills the process that they
// started must find nothing of it still running, or the run's lock would stay taken (R-STORE-20).
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel?.unref();
await import('./iterion.mjs');
