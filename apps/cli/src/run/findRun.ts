// The run that a command means (R-CLI-16): `--run-id` or the word after the command; an id, a unique beginning of one, or `last`.
import type { Store } from '@iterion/runtime';
import type { Parsed } from '../args/spec.ts';
import { usage } from '../failure.ts';

export function runIdOf(store: Store, args: Parsed): string {
  const option = args.value('run-id');
  const operand = args.operands[0];
  if (option !== undefined && operand !== undefined)
    throw usage('the run is named twice', 'give --run-id or the id alone, not both');
  const named = option ?? operand;
  if (named === undefined)
    throw usage('which run?', 'give --run-id RUN; last is the newest, iterion inspect lists them');
  return store.find(named);
}
