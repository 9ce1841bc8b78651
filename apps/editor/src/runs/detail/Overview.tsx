// The first tab of an execution (E-RUN-20): status, times, attempts, consumption, the edges that led here and away, and what went wrong with
// its remedy.
import type { View, ViewAttempt, ViewExecution } from '@iterion/engine';
import { Fragment, type ReactNode } from 'react';
import { goToFile } from '../../app/navigation.ts';
import { findByPath } from '../../document/store.ts';
import { clock, cost, count, duration, executionWords, iterationPath } from '../kernels/words.ts';
import type { RunSource } from '../runSource.ts';
import { SimulatedChip } from '../StatusMark.tsx';
import { useNow } from '../useNow.ts';
import { JoinFacts } from './JoinFacts.tsx';
import { RouterFacts } from './RouterFacts.tsx';
import type { DetailOf } from './useExecution.ts';
import classes from './detail.module.css';

interface Props {
  readonly execution: ViewExecution;
  readonly view: View;
  readonly source: RunSource | null;
  readonly detail: DetailOf | null;
  readonly until: number | null;
  readonly onNode: (node: string) => void;
  readonly onExecution: (node: string, execution: string) => void;
}

export function Overview({ execution, view, source, detail, until, onNode, onExecution }: Props) {
  const moving = execution.status === 'running';
  const now = useNow(moving && until === null ? 500 : null);
  const open = execution.attempts.at(-1);
  const activeMs =
    execution.active_s * 1000 +
    (moving && open !== undefined && open.ended_at === undefined
      ? Math.max(0, (until ?? now) - Date.parse(open.started_at))
      : 0);
  const node = source?.graph.nodes.find(({ id }) => id === execution.ir_node_id);
  const path = source?.path ?? null;
  return (
    <>
      {execution.error === null || execution.status === 'finished' ? null : (
        <Failure execution={execution} detail={detail} />
      )}
      <dl className={classes['facts']}>
        <Fact name="Status">
          {executionWords[execution.status]} {execution.simulated ? <SimulatedChip /> : null}
        </Fact>
        <Fact name="Branch">{execution.branch_id}</Fact>
        <Fact name="Iteration">{execution.loop_iteration + 1}</Fact>
        {execution.loop_path.length === 0 ? null : <Fact name="Loops">{iterationPath(execution.loop_path)}</Fact>}
        <Fact name="Started">{clock(execution.started_at)}</Fact>
        {execution.finished_at === null ? null : <Fact name="Ended">{clock(execution.finished_at)}</Fact>}
        <Fact name="Active">{duration(activeMs)}</Fact>
        {execution.not_before === null || execution.status !== 'retrying' ? null : (
          <Fact name="Tries again">{clock(execution.not_before)}</Fact>
        )}
        {execution.attempts.length > 1 ? (
          <Fact name="Attempts">
            <ol className={classes['plain']}>
              {execution.attempts.map((attempt) => (
                <li key={attempt.attempt}>{attemptWords(attempt)}</li>
              ))}
            </ol>
          </Fact>
        ) : null}
        {execution.backend === null ? null : <Fact name="Backend">{execution.backend}</Fact>}
        {execution.model === null ? null : <Fact name="Model">{execution.model}</Fact>}
        {execution.tokens === 0 ? null : <Fact name="Tokens">{count(execution.tokens)}</Fact>}
        {execution.tokens === 0 ? null : (
          <Fact name="Cost">
            {execution.simulated
              ? 'none, simulated'
              : execution.cost_incomplete && execution.cost_usd === 0
                ? 'unknown'
                : cost(execution.cost_usd, execution.cost_incomplete)}
          </Fact>
        )}
        {detail === null || detail.edgesIn.length === 0 ? null : (
          <Fact name="Came by">
            <Ways edges={detail.edgesIn} end="from" source={source} onNode={onNode} />
          </Fact>
        )}
        {detail === null || detail.edgesOut.length === 0 ? null : (
          <Fact name="Went by">
            <Ways edges={detail.edgesOut} end="to" source={source} onNode={onNode} />
          </Fact>
        )}
      </dl>
      {node === undefined || path === null ? null : (
        <button
          type="button"
          className={classes['link']}
          onClick={() => goToFile({ path, id: findByPath(path)?.id ?? '' }, { node: execution.ir_node_id })}
        >
          Open in file
        </button>
      )}
      {source === null || detail === null ? null : (
        <RouterFacts
          node={execution.ir_node_id}
          graph={source.graph}
          taken={detail.edgesOut}
          events={detail.events}
          onNode={onNode}
        />
      )}
      <JoinFacts view={view} node={execution.ir_node_id} graph={source?.graph ?? null} branch={execution.branch_id} />
      <Pips view={view} execution={execution} onExecution={onExecution} />
    </>
  );
}

function Failure({ execution, detail }: { readonly execution: ViewExecution; readonly detail: DetailOf | null }) {
  const failed = detail?.events.findLast(({ type }) => type === 'node_failed');
  const hint = failed?.data['hint'];
  const cause = failed?.data['cause'] as { code?: string; message?: string } | undefined;
  return (
    <div className={classes['error']} role="status">
      <code>{execution.code}</code>
      <p>{execution.error}</p>
      {cause?.message === undefined ? null : (
        <p className={classes['dim']}>
          Because: {cause.code ?? ''} {cause.message}
        </p>
      )}
      {typeof hint === 'string' ? <p>{hint}</p> : null}
    </div>
  );
}

function attemptWords({ attempt, reason, started_at, ended_at, end, code }: ViewAttempt): string {
  const took = ended_at === undefined ? '' : ` after ${duration(Date.parse(ended_at) - Date.parse(started_at))}`;
  return `${attempt}${reason === undefined ? '' : ` (${reason})`}: ${end ?? 'open'}${code === undefined ? '' : ` ${code}`}${took}`;
}

function Ways({
  edges,
  end,
  source,
  onNode,
}: {
  readonly edges: readonly string[];
  readonly end: 'from' | 'to';
  readonly source: RunSource | null;
  readonly onNode: (node: string) => void;
}) {
  return edges.map((id, index) => {
    const edge = source?.graph.edges.find((each) => each.id === id);
    const words = id.replace('->', ' → ');
    return (
      <Fragment key={id}>
        {index === 0 ? '' : ', '}
        {edge === undefined ? (
          words
        ) : (
          <button type="button" className={classes['link']} onClick={() => onNode(edge[end])}>
            {words}
          </button>
        )}
      </Fragment>
    );
  });
}

/** More executions on either side are counted, not listed; the switch above leads to each of them. */
const listedAround = 25;

/** The executions of the node, to go to any of them (E-RUN-15). */
function Pips({ view, execution, onExecution }: Pick<Props, 'view' | 'execution' | 'onExecution'>) {
  const all = view.executions.filter(({ ir_node_id }) => ir_node_id === execution.ir_node_id);
  if (all.length < 2) return null;
  const at = all.indexOf(execution);
  const first = Math.max(0, at - listedAround);
  const listed = all.slice(first, at + listedAround + 1);
  const later = all.length - first - listed.length;
  return (
    <section aria-label="Iterations">
      <h3 className={classes['part']}>Iterations</h3>
      {first > 0 && <p className={classes['dim']}>{first} before these</p>}
      <ol className={classes['branches']}>
        {listed.map((each) => (
          <li key={each.execution_id} data-status={each.status} aria-current={each === execution || undefined}>
            <button
              type="button"
              className={classes['link']}
              onClick={() => onExecution(each.ir_node_id, each.execution_id)}
            >
              {each.loop_path.length === 0 ? `iteration ${each.loop_iteration + 1}` : iterationPath(each.loop_path)}
            </button>
            <span className={classes['dim']}>
              {each.branch_id === 'main' ? '' : `${each.branch_id} · `}
              {executionWords[each.status]}, {duration(each.active_s * 1000)}
            </span>
          </li>
        ))}
      </ol>
      {later > 0 && <p className={classes['dim']}>{later} after these</p>}
    </section>
  );
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
