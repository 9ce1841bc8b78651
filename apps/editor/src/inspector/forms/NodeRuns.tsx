// *Runs of this node* (E-INSP-22): its last executions over the runs of the file, how often it ends well, how long and dear it is, and what
// went in and came out last. Read when the section is open, and again when a run of the file moves.
import { ActionIcon } from '@mantine/core';
import IconCopy from '@tabler/icons-react/dist/esm/icons/IconCopy.mjs';
import type { Json } from '@iterion/dsl';
import type { NodeStats } from '@iterion/protocol';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { announce } from '../../app/announce.tsx';
import { runAddress } from '../../app/navigation.ts';
import type { FileId } from '../../document/model.ts';
import { useDocumentPart } from '../../document/store.ts';
import { useExecutionDetail } from '../../runs/detail/useExecutionDetail.ts';
import { PayloadView } from '../../runs/detail/PayloadView.tsx';
import { cost, duration } from '../../runs/kernels/words.ts';
import { SimulatedChip } from '../../runs/StatusMark.tsx';
import { api, ApiError } from '../../server/api.ts';
import inspector from '../Inspector.module.css';
import { Section } from '../Section.tsx';
import { useRunsOf } from '../values/runValues.ts';
import styles from './NodeRuns.module.css';

const shown = 10;

export function NodeRuns({ fileId, node }: { readonly fileId: FileId; readonly node: string }) {
  const path = useDocumentPart(fileId, (document) => document.path) ?? null;
  return (
    <Section kind="node" title="Runs of this node" id="node-runs">
      {path === null ? (
        <p className={inspector.note}>The file was never saved, so it was never run.</p>
      ) : (
        <Runs path={path} node={node} />
      )}
    </Section>
  );
}

function Runs({ path, node }: { readonly path: string; readonly node: string }) {
  const runs = useRunsOf(path);
  const moved = runs.map((run) => `${run.id} ${run.lastSeq}`).join();
  const [stats, setStats] = useState<NodeStats | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    api.call('nodes.stats', { query: { path, node }, signal: abort.signal }).then(
      (found) => {
        setStats(found);
        setWrong(null);
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        setWrong(error.message);
      },
    );
    return () => abort.abort();
  }, [path, node, moved]);
  if (wrong !== null) return <p className={inspector.note}>{wrong}</p>;
  if (!stats) return <p className={inspector.note}>Reading…</p>;
  const [newest] = stats.executions;
  if (!newest) return <p className={inspector.note}>It has not run yet.</p>;
  const names = new Map(runs.map((run) => [run.id, run.name ?? run.id]));
  return (
    <>
      <Figures stats={stats} />
      <ul className={styles.list}>
        {stats.executions.slice(0, shown).map((each) => (
          <li key={`${each.runId} ${each.execution}`} className={styles.execution}>
            <span className={styles.status} data-status={each.status} title={each.status}>
              <span aria-hidden>{glyphs[each.status] ?? '◔'}</span>
              <span className="visually-hidden">{each.status.replaceAll('_', ' ')}</span>
            </span>
            <Link className={styles.run} href={runAddress(each.runId, { node, exec: each.execution })}>
              {names.get(each.runId) ?? each.runId}
            </Link>
            <span className={styles.detail}>
              {each.iteration > 0 ? `lap ${each.iteration + 1}` : ''} {each.branch === 'main' ? '' : each.branch}
            </span>
            {each.simulated ? <SimulatedChip /> : <span className={styles.figure}>{cost(each.costUsd)}</span>}
            <span className={styles.figure}>{duration(each.activeMs)}</span>
          </li>
        ))}
      </ul>
      <LastValues runId={newest.runId} execution={newest.execution} startedAt={newest.startedAt} />
    </>
  );
}
const glyphs: Readonly<Record<string, string>> = {
  finished: '✓',
  failed: '✕',
  paused_waiting_human: '?',
  interrupted: '–',
};

function Figures({ stats }: { readonly stats: NodeStats }) {
  const { successRate, duration: time, cost: money } = stats;
  return (
    <dl className={styles.figures}>
      <dt>Success</dt>
      <dd>{successRate === null ? 'none has ended' : `${Math.round(successRate * 100)} %`}</dd>
      <dt>Duration</dt>
      <dd>{time ? `${duration(time.p50)}, 95 % within ${duration(time.p95)}` : 'only simulated so far'}</dd>
      <dt>Cost</dt>
      <dd>{money ? `${cost(money.p50)}, 95 % within ${cost(money.p95)}` : 'only simulated so far'}</dd>
    </dl>
  );
}

interface LastProps {
  readonly runId: string;
  readonly execution: string;
  readonly startedAt: string;
}
function LastValues({ runId, execution, startedAt }: LastProps) {
  const detail = useExecutionDetail(runId, execution, startedAt);
  if (!detail) return null;
  return (
    <>
      <Value title="Last input" runId={runId} value={detail.input} />
      <Value title="Last output" runId={runId} value={detail.output} />
    </>
  );
}

function Value({
  title,
  runId,
  value,
}: {
  readonly title: string;
  readonly runId: string;
  readonly value: Json | undefined;
}) {
  return (
    <div className={styles.value} role="group" aria-label={title}>
      <div className={styles.valueHead}>
        <span>{title}</span>
        {value !== undefined && (
          <ActionIcon
            size={24}
            aria-label={`Copy the ${title.toLowerCase()}`}
            data-hint="Copy"
            onClick={() => {
              void navigator.clipboard
                .writeText(typeof value === 'string' ? value : JSON.stringify(value, null, 2))
                .then(() => announce(`${title} copied`));
            }}
          >
            <IconCopy size={14} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <PayloadView runId={runId} value={value} />
    </div>
  );
}
