// The worst case of a run in words (E-RUN-04); what has no bound is said to have none.
import type { Plan } from '@iterion/protocol';
import { cost, count, duration } from '../kernels/words.ts';
import classes from './LaunchDialog.module.css';

export function PlanWords({ plan }: { readonly plan: Plan }) {
  const caps = [
    plan.caps.costUsd === null ? null : cost(plan.caps.costUsd),
    plan.caps.tokens === null ? null : `${count(plan.caps.tokens)} tokens`,
    plan.caps.durationMs === null ? null : duration(plan.caps.durationMs),
    plan.caps.iterations === null ? null : `${plan.caps.iterations} executions`,
  ].filter((cap) => cap !== null);
  return (
    <dl className={classes['facts']}>
      <dt>Worst case</dt>
      <dd>
        {plan.executionsMax === null ? 'no bound on executions' : `${plan.executionsMax} node executions`}
        {plan.loops.map((loop) => `, ${loop.name} ${loop.max === null ? 'without bound' : `≤ ${loop.max} laps`}`)}
        {plan.parallelMax > 1 ? `, ${plan.parallelMax} in parallel` : ''}
      </dd>
      <dt>Budget</dt>
      <dd>{caps.length === 0 ? 'none set: nothing but loop bounds ends it' : `at most ${caps.join(', ')}`}</dd>
      {plan.serialisedWriters.length > 1 ? (
        <>
          <dt>Writers</dt>
          <dd>{plan.serialisedWriters.join(', ')} wait for each other</dd>
        </>
      ) : null}
    </dl>
  );
}
