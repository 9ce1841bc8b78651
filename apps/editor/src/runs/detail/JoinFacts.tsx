// What a convergence waits for and what came (E-RUN-27): arrivals, missing members, failed branches, the order in which they are merged.
import type { CompiledGraph } from '@iterion/dsl';
import type { View } from '@iterion/engine';
import { branchesInto } from '../kernels/branchesInto.ts';
import classes from './detail.module.css';

const WORDS = {
  pending: 'has not begun',
  running: 'under way',
  arrived: 'arrived',
  left: 'left by another way',
  done: 'ended the run',
  failed: 'failed',
  cancelled: 'cancelled',
} as const;

interface Props {
  readonly view: View;
  readonly node: string;
  readonly graph: CompiledGraph | null;
  /** The branch the convergence lies in; any by default. */
  readonly branch?: string;
}

export function JoinFacts({ view, node, graph, branch }: Props) {
  const { branches, strategy } = branchesInto(view, node, branch);
  if (branches.length === 0) return null;
  const join = graph?.nodes.find(({ id }) => id === node);
  const require = join?.kind === 'join' ? join.require : [];
  const arrived = branches.filter(({ status }) => status === 'arrived').length;
  return (
    <section aria-label="Branches that meet here">
      <h3 className={classes['part']}>
        Branches {arrived} of {branches.length} arrived
      </h3>
      <ol className={classes['branches']}>
        {branches.map((each) => (
          <li key={each.branch_id} data-status={each.status}>
            <span>{each.first_node ?? each.branch_id}</span>
            <span className={classes['dim']}>
              {WORDS[each.status]}
              {each.status === 'running' && each.last_node !== null ? ` at ${each.last_node}` : ''}
              {each.code === null ? '' : `: ${each.code}`}
              {each.error === null ? '' : ` ${each.error}`}
            </span>
          </li>
        ))}
      </ol>
      <p className={classes['hint']}>
        {strategy === 'best_effort'
          ? 'best_effort: failed branches are left out'
          : 'wait_all: every branch has to arrive'}
        {require.length === 0 ? '' : `; required: ${require.join(', ')}`}. Merged in this order.
      </p>
    </section>
  );
}
