// One execution in detail (E-RUN-20 … 27), as of the moment shown: overview, input, prompt, output, steps, usage, events; iterations are
// switched here. What happened after the moment is left out everywhere.
import { ActionIcon, Tabs } from '@mantine/core';
import IconChevronLeft from '@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import type { View, ViewExecution } from '@iterion/engine';
import { type ReactNode, useState } from 'react';
import { EmptyNote } from '../../ui/EmptyNote.tsx';
import { AnswerForm } from '../answer/AnswerForm.tsx';
import { eventWords } from '../log/eventWords.ts';
import type { RunSource } from '../runSource.ts';
import { useFollowQuestions, useQuestions } from '../runsChannel.ts';
import { executionWords, iterationPath } from '../kernels/words.ts';
import { InputTab } from './InputTab.tsx';
import { JoinFacts } from './JoinFacts.tsx';
import { OutputTab } from './OutputTab.tsx';
import { Overview } from './Overview.tsx';
import { PromptTab } from './PromptTab.tsx';
import { RunSummary } from './RunSummary.tsx';
import { StepsTab } from './StepsTab.tsx';
import { UsageTab } from './UsageTab.tsx';
import { useExecution } from './useExecution.ts';
import classes from './detail.module.css';

interface Props {
  readonly runId: string;
  /** The moment shown. */
  readonly view: View;
  readonly isLive: boolean;
  readonly source: RunSource | null;
  readonly node: string | null;
  /** The execution the address names. */
  readonly wanted: string | null;
  readonly onNode: (node: string | null) => void;
  readonly onExecution: (node: string, execution: string) => void;
  /** See `overlayOf`. */
  readonly until: number | null;
}

export function ExecutionDetail(props: Props) {
  const { runId, view, isLive, source, node, wanted, onExecution } = props;
  useFollowQuestions();
  const questions = useQuestions((state) => state.items).filter((item) => item.runId === runId);
  const executions = view.executions.filter((execution) => execution.ir_node_id === node);
  const at = indexOf(executions, wanted);
  const execution = executions[at];
  if (node === null)
    return <RunSummary view={view} open={isLive ? questions.filter((item) => item.state === 'open') : []} />;
  const ofGraph = source?.graph.nodes.find(({ id }) => id === node);
  if (execution === undefined) {
    return (
      <div className={classes['detail']}>
        <Head node={node} kind={ofGraph?.kind ?? ''} />
        <div className={classes['panel']}>
          <JoinFacts view={view} node={node} graph={source?.graph ?? null} />
          <EmptyNote>
            {isLive ? 'This node has not been reached.' : 'This node had not been reached by then.'}
          </EmptyNote>
        </div>
      </div>
    );
  }
  const go = (to: ViewExecution | undefined): void => {
    if (to !== undefined) onExecution(node, to.execution_id);
  };
  const question = questions.find((item) => item.id === execution.interaction_id && isLive);
  return (
    <div className={classes['detail']}>
      <Head node={node} kind={execution.kind} status={executionWords[execution.status]} tone={execution.status}>
        {executions.length > 1 ? (
          <span className={classes['iterations']}>
            <ActionIcon aria-label="Previous iteration" disabled={at <= 0} onClick={() => go(executions[at - 1])}>
              <IconChevronLeft size={16} stroke={1.75} aria-hidden />
            </ActionIcon>
            <span title={execution.execution_id}>
              {at + 1} of {executions.length}
            </span>
            <ActionIcon
              aria-label="Next iteration"
              disabled={at >= executions.length - 1}
              onClick={() => go(executions[at + 1])}
            >
              <IconChevronRight size={16} stroke={1.75} aria-hidden />
            </ActionIcon>
          </span>
        ) : null}
      </Head>
      <p className={classes['where']}>
        branch {execution.branch_id}
        {execution.loop_path.length === 0 ? '' : ` · ${iterationPath(execution.loop_path)}`}
      </p>
      {question === undefined ? null : (
        <div className={classes['question']}>
          <AnswerForm interaction={question} />
        </div>
      )}
      <Parts {...props} execution={execution} earlier={executions.slice(0, at)} key={execution.execution_id} />
    </div>
  );
}

function indexOf(executions: readonly ViewExecution[], wanted: string | null): number {
  const found = executions.findIndex((execution) => execution.execution_id === wanted);
  return found >= 0 ? found : executions.length - 1;
}

function Head({
  node,
  kind,
  status,
  tone,
  children,
}: {
  readonly node: string;
  readonly kind: string;
  readonly status?: string;
  readonly tone?: string;
  readonly children?: ReactNode;
}) {
  return (
    <header className={classes['head']}>
      <h2>{node}</h2>
      <span className={classes['dim']}>{kind}</span>
      {status === undefined ? null : (
        <span className={classes['state']} data-status={tone}>
          {status}
        </span>
      )}
      {children}
    </header>
  );
}

interface PartsProps extends Props {
  readonly execution: ViewExecution;
  readonly earlier: readonly ViewExecution[];
}

function Parts({ runId, view, source, execution, earlier, onNode, onExecution, until }: PartsProps) {
  const detail = useExecution(runId, execution, view.last_seq);
  const [tab, setTab] = useState<string | null>('overview');
  const graph = source?.graph ?? null;
  const prompts = detail?.prompts ?? [];
  const before = earlier.at(-1);
  const hasModel = prompts.length > 0 || execution.tokens > 0 || execution.steps > 0;
  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false} className={classes['tabs'] ?? ''}>
      <Tabs.List>
        <Tabs.Tab value="overview">Overview</Tabs.Tab>
        <Tabs.Tab value="input">Input</Tabs.Tab>
        {prompts.length > 0 ? <Tabs.Tab value="prompt">Prompt</Tabs.Tab> : null}
        <Tabs.Tab value="output">Output</Tabs.Tab>
        <Tabs.Tab value="steps">Steps</Tabs.Tab>
        {hasModel ? <Tabs.Tab value="usage">Usage</Tabs.Tab> : null}
        <Tabs.Tab value="events">Events</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="overview" className={classes['panel'] ?? ''}>
        <Overview
          execution={execution}
          view={view}
          source={source}
          detail={detail}
          until={until}
          onNode={onNode}
          onExecution={onExecution}
        />
      </Tabs.Panel>
      <Tabs.Panel value="input" className={classes['panel'] ?? ''}>
        <InputTab runId={runId} execution={execution} graph={graph} detail={detail} onNode={onNode} />
      </Tabs.Panel>
      <Tabs.Panel value="prompt" className={classes['panel'] ?? ''}>
        <PromptTab
          runId={runId}
          execution={execution}
          before={before}
          view={view}
          graph={graph}
          prompts={prompts}
          onExecution={onExecution}
        />
      </Tabs.Panel>
      <Tabs.Panel value="output" className={classes['panel'] ?? ''}>
        <OutputTab runId={runId} view={view} execution={execution} earlier={earlier} graph={graph} detail={detail} />
      </Tabs.Panel>
      <Tabs.Panel value="steps" className={classes['panel'] ?? ''}>
        <StepsTab runId={runId} execution={execution} events={detail?.events ?? []} />
      </Tabs.Panel>
      <Tabs.Panel value="usage" className={classes['panel'] ?? ''}>
        <UsageTab execution={execution} events={detail?.events ?? []} />
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
