// A run over the live document (E-RUN-12): its marks on the nodes that are as they ran, the word that they changed on the others. Editing goes on.
import { CloseButton, Select } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { runAddress } from '../../app/navigation.ts';
import { overlayRun, useOverlaid } from '../../canvas/runOverlay.ts';
import type { FileId } from '../../document/model.ts';
import { useDocumentPart } from '../../document/store.ts';
import { useRunsOf } from '../../inspector/values/runValues.ts';
import { useConnection } from '../../server/connection.ts';
import { changedSince } from '../kernels/changedSince.ts';
import { overlayOf } from '../kernels/overlay.ts';
import { age, isActive, statusWords } from '../kernels/words.ts';
import { useRunSource } from '../runSource.ts';
import { useRun, useRunStore } from '../runStore.ts';
import { SimulatedChip } from '../StatusMark.tsx';
import classes from './RunOverlay.module.css';

export function RunOverlay({ fileId }: { readonly fileId: FileId }) {
  const overlaid = useOverlaid((state) => state.byFile[fileId]);
  return overlaid === undefined ? null : <Overlaid key={overlaid.runId} fileId={fileId} runId={overlaid.runId} />;
}

const offered = 10;

function Overlaid({ fileId, runId }: { readonly fileId: FileId; readonly runId: string }) {
  const store = useRunStore(runId);
  const view = useRun(store, (run) => run.view);
  const gone = useRun(store, (run) => run.gone);
  const source = useRunSource(runId, view.run.graph_hash);
  const graph = useDocumentPart(fileId, (document) => document.graph) ?? null;
  const path = useDocumentPart(fileId, (document) => document.path) ?? null;
  const runs = useRunsOf(path).slice(0, offered);
  const online = useConnection((state) => state.state === 'connected');
  const status = useOverlaid((state) => state.byFile[fileId]?.status);
  const [now] = useState(Date.now);
  const ran = source.state === 'ready' ? source.source.graph : null;
  useEffect(() => {
    if (graph === null || ran === null || status === undefined) return;
    const moves = online && isActive(view.run.status);
    const until = moves || view.run.updated_at === null ? null : Date.parse(view.run.updated_at);
    const marks = overlayOf(graph, view, until, status.getState());
    const changed = Object.fromEntries(
      changedSince(ran, graph).map((node) => [node, { status: 'changed', note: 'changed since the run' } as const]),
    );
    status.setState({ ...marks, nodes: { ...marks.nodes, ...changed } }, true);
  }, [graph, ran, view, status, online]);
  const changes = graph === null || ran === null ? 0 : changedSince(ran, graph).length;
  return (
    <div className={classes['strip']} role="group" aria-label="Run shown on the canvas">
      <Select
        aria-label="Run shown"
        size="xs"
        w={210}
        allowDeselect={false}
        data={runs.map((run) => ({
          value: run.id,
          label: `${run.name ?? run.workflow}, ${age(Date.parse(run.createdAt), now)}`,
        }))}
        value={runId}
        onChange={(next) => overlayRun(fileId, next)}
      />
      <span>{gone === null ? statusWords(view.run.status).words : 'gone'}</span>
      {view.run.simulated === null ? null : <SimulatedChip part={view.run.simulated.part === true} />}
      {changes === 0 ? null : <span>{changes === 1 ? '1 node changed' : `${changes} nodes changed`} since</span>}
      <Link href={runAddress(runId)} className={classes['link'] ?? ''}>
        Open run
      </Link>
      <CloseButton aria-label="Show no run on the canvas" onClick={() => overlayRun(fileId, null)} />
    </div>
  );
}
