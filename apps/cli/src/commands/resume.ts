// `resume --run-id R` (R-CLI-16).
import type { Command } from '../args/spec.ts';
import { HOLD_OPTIONS } from '../run/options.ts';

export const resume: Command = {
  name: 'resume',
  summary: 'go on with a run that is paused, failed, cancelled or crashed',
  operands: '[RUN]',
  most: 1,
  options: [
    { name: 'run-id', value: 'RUN', summary: 'an id, the beginning of one, or last' },
    { name: 'answer', value: 'FIELD=VALUE', repeatable: true, summary: 'answer a field of the open question' },
    {
      name: 'answers-file',
      value: 'FILE',
      summary: 'answers as a JSON object, or an object of them by interaction id',
    },
    { name: 'interaction', value: 'ID', summary: 'which question is answered, where several are open' },
    { name: 'extend-loop', value: 'LOOP=N', repeatable: true, summary: 'allow a loop N more passes' },
    { name: 'file', value: 'FILE', summary: 'go on with this version of the workflow' },
    { name: 'force', summary: 'keep results of nodes that this version changes' },
    { name: 'refresh-env', summary: 'take changed environment variables instead of the recorded ones' },
    { name: 'restart-nodes', summary: 'begin conversations anew instead of continuing them' },
    { name: 'simulate-delay', value: 'DURATION', summary: 'how long a simulated step lasts' },
    ...HOLD_OPTIONS,
  ],
  examples: [
    'iterion resume --run-id last --answer approved=yes',
    'iterion resume --run-id run_17 --extend-loop fix=2',
  ],
  run: async (invocation) => {
    const { resumeWorkflow } = await import('../run/resumeWorkflow.ts');
    return resumeWorkflow(invocation);
  },
};
