// What happened in a run between two moments, in words to be spoken (E-A11Y-05): nodes that ended or wait for people, and the run itself.
import type { View, ViewExecution } from '@iterion/engine';
import { duration, statusWords } from './words.ts';

export function newsOf(before: View, after: View): string[] {
  const news = after.executions.flatMap((execution, index) => {
    const was = before.executions[index];
    return was?.status === execution.status ? [] : (sentenceOf(execution) ?? []);
  });
  if (before.run.status !== after.run.status) news.push(`Run ${statusWords(after.run.status).words}`);
  return news;
}

function sentenceOf(execution: ViewExecution): string | null {
  const { ir_node_id: node, status, active_s: seconds, error } = execution;
  switch (status) {
    case 'finished':
      return `${node} finished, ${duration(seconds * 1000)}`;
    case 'failed':
      return `${node} failed${error === null ? '' : `: ${error}`}`;
    case 'paused_waiting_human':
      return `${node} waits for an answer`;
    default:
      return null;
  }
}
