// One execution in detail (E-RUN-20 … 25): overview, input, prompt, output, events; iterations are switched here.
import { ActionIcon, Tabs } from '@mantine/core';
import IconChevronLeft from '@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import type { View, ViewExecution } from '@iterion/engine';
import type { ExecutionDetail as Detail } from '@iterion/protocol';
import { type ReactNode, useEffect, useState } from 'react';
import { useSearchParams } from 'wouter';
import { api } from '../../server/api.ts';
import { EmptyNote } from '../../ui/EmptyNote.tsx';
import { AnswerForm } from '../answer/AnswerForm.tsx';
import { eventWords } from '../log/eventWords.ts';
import { useFollowQuestions, useQuestions } from '../runsChannel.ts';
import { Overview } from './Overview.tsx';
import { PayloadView } from './PayloadView.tsx';
import { RunSummary } from './RunSummary.tsx';
import classes from './detail.module.css';

interface Props {
  readonly runId: string;
  readonly view: View;
  readonly node: string | null;
}

export function ExecutionDetail({ runId, view, node }: Props) {
  useFollowQuestions();
  const open = useQuestions((state) => state.items).filter((item) => item.runId === runId && item.state === 'open');
  const executions = view.executions.filter((execution) => execution.ir_node_id === node);
  const [search, setSearch] = useSearchParams();
  const wanted = executions.findIndex((execution) => execution.execution_id === search.get('exec'));
  const at = wanted >= 0 ? wanted : executions.length - 1;
  const execution = executions[at];
  const setExecution = (id: string): void =>
    setSearch(
      (before) => {
        const query = new URLSearchParams(before);
        query.set('exec', id);
        return query;
      },
      { replace: true },
    );
  if (node === null) return <RunSummary view={view} open={open} />;
  if (execution === undefined) {
    return (
      <div className={classes['detail']}>
        <Head node={node} kind="" />
        <EmptyNote>This node has not been reached.</EmptyNote>
      </div>
    );
  }
  const question = open.find((item) => item.id === execution.interaction_id);
  return (
    <div className={classes['detail']}>
      <Head node={node} kind={execution.kind}>
        {executions.length > 1 ? (
          <span className={classes['iterations']}>
            <ActionIcon
              aria-label="Previous iteration"
              disabled={at <= 0}
              onClick={() => setExecution(executions[at - 1]?.execution_id ?? '')}
            >
              <IconChevronLeft size={16} stroke={1.75} aria-hidden />
            </ActionIcon>
            {at + 1} of {executions.length}
            <ActionIcon
              aria-label="Next iteration"
              disabled={at >= executions.length - 1}
              onClick={() => setExecution(executions[at + 1]?.execution_id ?? '')}
            >
              <IconChevronRight size={16} stroke={1.75} aria-hidden />
            </ActionIcon>
          </span>
        ) : null}
      </Head>
      {question === undefined ? null : (
        <div className={classes['question']}>
          <AnswerForm interaction={question} />
        </div>
      )}
      <Parts runId={runId} execution={execution} key={execution.execution_id} />
    </div>
  );
}

function Head({
  node,
  kind,
  children,
}: {
  readonly node: string;
  readonly kind: string;
  readonly children?: ReactNode;
}) {
  return (
    <header className={classes['head']}>
      <h2>{node}</h2>
      <span className={classes['dim']}>{kind}</span>
      {children}
    </header>
  );
}

function Parts({ runId, execution }: { readonly runId: string; readonly execution: ViewExecution }) {
  const detail = useDetail(runId, execution);
  const [tab, setTab] = useState<string | null>('overview');
  const prompts = detail?.prompts ?? [];
  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false} className={classes['tabs'] ?? ''}>
      <Tabs.List>
        <Tabs.Tab value="overview">Overview</Tabs.Tab>
        <Tabs.Tab value="input">Input</Tabs.Tab>
        {prompts.length > 0 ? <Tabs.Tab value="prompt">Prompt</Tabs.Tab> : null}
        <Tabs.Tab value="output">Output</Tabs.Tab>
        <Tabs.Tab value="events">Events</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="overview" className={classes['panel'] ?? ''}>
        <Overview execution={execution} edgeIn={detail?.edgeIn} edgesOut={detail?.edgesOut ?? []} />
      </Tabs.Panel>
      <Tabs.Panel value="input" className={classes['panel'] ?? ''}>
        <PayloadView runId={runId} value={detail?.input} />
      </Tabs.Panel>
      <Tabs.Panel value="prompt" className={classes['panel'] ?? ''}>
        {prompts.map((prompt) => (
          <div key={prompt.attempt}>
            {prompts.length > 1 ? <h3 className={classes['part']}>Attempt {prompt.attempt}</h3> : null}
            <h3 className={classes['part']}>System</h3>
            <PayloadView runId={runId} value={prompt.system === '' ? undefined : prompt.system} />
            <h3 className={classes['part']}>User</h3>
            <PayloadView runId={runId} value={prompt.user} />
          </div>
        ))}
      </Tabs.Panel>
      <Tabs.Panel value="output" className={classes['panel'] ?? ''}>
        <PayloadView runId={runId} value={detail?.output} />
      </Tabs.Panel>
      <Tabs.Panel value="events" className={classes['panel'] ?? ''}>
        <ol className={classes['events']}>
          {(detail?.events ?? []).map((event) => (
            <li key={event.seq}>
              <span className={classes['dim']}>{event.seq}</span> <code>{event.type}</code>{' '}
              <span className={classes['dim']}>{eventWords(event)}</span>
            </li>
          ))}
        </ol>
      </Tabs.Panel>
    </Tabs>
  );
}

/** Read again whenever the execution moved on. */
function useDetail(runId: string, execution: ViewExecution): Detail | null {
  const [detail, setDetail] = useState<Detail | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    api
      .call('runs.execution', { params: { id: runId, eid: execution.execution_id }, signal: abort.signal })
      .then(setDetail, (error: unknown) => {
        if (!abort.signal.aborted) throw error;
      });
    return () => abort.abort();
  }, [runId, execution.execution_id, execution.last_seq]);
  return detail;
}
