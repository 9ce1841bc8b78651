// The thread that large texts are analysed in (S-FILE-02): one task at a time, in the order they come. Answers travel as JSON text: graphs compute some
// of their parts when they are read, and cloning them object by object takes many times longer.
import { parentPort } from 'node:worker_threads';
import { answer, type Question } from './operations.ts';

export interface Task {
  readonly question: Question;
  readonly text: string;
}

parentPort?.on('message', ({ question, text }: Task) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
  parentPort?.postMessage(JSON.stringify(answer(question, text)));
});
