// `fork --run-id R --at NODE` (R-CLI-18, R-RESUME-10): a new run that begins with the events of another one.
import type { Command } from '../args/spec.ts';
import { HOLD_OPTIONS } from '../run/options.ts';

export const fork: Command = {
  name: 'fork',
  summary: 'begin a new run in the middle of another one',
  operands: '[RUN]',
  most: 1,
  options: [
    { name: 'run-id', value: 'RUN', summary: 'the run to begin from: an id, the beginning of one, or last' },
    { name: 'at', value: 'NODE[:N]', summary: 'begin before this node, at its visit N (from 0)' },
    { name: 'at-seq', value: 'SEQ', summary: 'begin before this event' },
    { name: 'branch', value: 'BRANCH', summary: 'the branch of the node, where it is not main' },
    { name: 'after', summary: 'take the result of the node over as well' },
    {
      name: 'set',
      value: 'output.PATH=JSON',
      repeatable: true,
      summary: 'with --after: replace a part of that result',
    },
    { name: 'new-id', value: 'ID', summary: 'name the new run' },
    { name: 'start', summary: 'go on with it at once (default)' },
    { name: 'no-start', summary: 'only make it; resume starts it' },
    { name: 'extend-loop', value: 'LOOP=N', repeatable: true, summary: 'allow a loop N more passes' },
    { name: 'file', value: 'FILE', summary: 'go on with this version of the workflow' },
    { name: 'force', summary: 'keep results of nodes that this version changes' },
    ...HOLD_OPTIONS,
  ],
  examples: [
    'iterion fork --run-id last --at planner',
    'iterion fork --run-id last --at check --after --set output.approved=false',
  ],
  run: async (invocation) => {
    const { forkWorkflow } = await import('../run/forkWorkflow.ts');
    return forkWorkflow(invocation);
  },
};
