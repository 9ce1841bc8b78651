// `inspect` (R-CLI-19): the runs of a store, or one run.
import type { Command } from '../args/spec.ts';
import { STORE_OPTION } from '../run/options.ts';

export const inspect: Command = {
  name: 'inspect',
  summary: 'list runs, or show one',
  operands: '[RUN]',
  most: 1,
  options: [
    { name: 'run-id', value: 'RUN', summary: 'an id, the beginning of one, or last' },
    { name: 'events', summary: 'show the log of the run as well' },
    { name: 'from', value: 'SEQ', summary: 'only events from this number on' },
    { name: 'type', value: 'TYPE', repeatable: true, summary: 'only events of this type' },
    { name: 'node', value: 'NODE', repeatable: true, summary: 'only events of this node' },
    { name: 'full', summary: 'show artifacts and questions with their contents' },
    { name: 'follow', summary: 'keep printing events until the run stops' },
    { name: 'status', value: 'STATUS', repeatable: true, summary: 'list only runs of this status' },
    { name: 'workflow', value: 'NAME', repeatable: true, summary: 'list only runs of this workflow' },
    { name: 'limit', value: 'N', summary: 'list at most so many runs (default 20)' },
    STORE_OPTION,
  ],
  examples: [
    'iterion inspect',
    'iterion inspect --run-id last --events',
    'iterion inspect --status paused_waiting_human',
  ],
  run: async (invocation) => {
    const { inspectRuns } = await import('../inspect/inspectRuns.ts');
    return inspectRuns(invocation);
  },
};
