// Model requests, tool calls, questions and recovery in order (E-RUN-24); what has not ended is under way while the execution runs.
import type { Json } from '@iterion/dsl';
import type { ViewExecution } from '@iterion/engine';
import type { RunEventEnvelope } from '@iterion/protocol';
import { type ReactNode, useMemo } from 'react';
import { EmptyNote } from '../../ui/EmptyNote.tsx';
import { type Step, stepsOf } from '../kernels/steps.ts';
import { count, duration } from '../kernels/words.ts';
import { AnsiText } from './AnsiText.tsx';
import { ValueView } from './ValueView.tsx';
import classes from './Steps.module.css';

interface Props {
  readonly runId: string;
  readonly execution: ViewExecution;
  readonly events: readonly RunEventEnvelope[];
}

export function StepsTab({ runId, execution, events }: Props) {
  const open = execution.status === 'running';
  const steps = useMemo(() => stepsOf(events, open), [events, open]);
  if (steps.length === 0)
    return <EmptyNote>No step: this kind of node asks no model, runs no command and asks nobody.</EmptyNote>;
  return (
    <ol className={classes['steps']}>
      {steps.map((step) => (
        <li key={step.seq} data-kind={step.kind} data-state={step.kind === 'note' ? step.tone : step.state}>
          <OneStep runId={runId} step={step} />
        </li>
      ))}
    </ol>
  );
}

const STATE = { running: 'under way', done: '', failed: 'failed', unknown: 'end not recorded' } as const;

function OneStep({ runId, step }: { readonly runId: string; readonly step: Step }) {
  switch (step.kind) {
    case 'note':
      return (
        <p className={classes['note']}>
          <strong>{step.what}</strong> {step.detail}
        </p>
      );
    case 'request':
      return (
        <Details
          title={step.model}
          state={STATE[step.state]}
          facts={[
            step.finished === undefined ? '' : `${count(step.finished.input)} in, ${count(step.finished.output)} out`,
            step.finished === undefined || step.finished.cacheRead === 0
              ? ''
              : `${count(step.finished.cacheRead)} cached`,
            step.finished === undefined ? '' : step.finished.reason,
            step.finished === undefined ? '' : duration(step.finished.ms),
          ]}
        >
          <p className={classes['dim']}>
            {step.messages} {step.messages === 1 ? 'message' : 'messages'}, {step.tools} tools offered
            {step.provider === undefined ? '' : `, ${step.provider}`}
            {step.effort === undefined ? '' : `, effort ${step.effort}`}
            {step.finished === undefined || step.finished.toolCalls === 0
              ? ''
              : `, ${step.finished.toolCalls} tool calls`}
          </p>
          {step.finished?.text === undefined ? null : <ValueView runId={runId} value={step.finished.text} />}
        </Details>
      );
    case 'tool':
      return (
        <Details
          title={step.tool}
          state={STATE[step.state]}
          facts={[
            step.exitCode === undefined || step.exitCode === 0 ? '' : `exit ${step.exitCode}`,
            step.ms === undefined ? '' : duration(step.ms),
          ]}
        >
          <ToolInput runId={runId} step={step} />
          {step.error === undefined ? null : <p className={classes['error']}>{step.error}</p>}
          {step.output === undefined ? (
            step.outputBytes === undefined || step.outputBytes === 0 ? null : (
              <p className={classes['dim']}>{count(step.outputBytes)} bytes of output, not in the log</p>
            )
          ) : typeof step.output === 'string' ? (
            <AnsiText text={step.output} />
          ) : (
            <ValueView runId={runId} value={step.output} />
          )}
        </Details>
      );
    case 'delegate':
      return (
        <Details
          title={`${step.backend} ${step.version}`}
          state={STATE[step.state]}
          facts={[
            step.turns === undefined ? '' : `${step.turns} turns`,
            step.tokens === undefined ? '' : `${count(step.tokens)} tokens`,
            step.ms === undefined ? '' : duration(step.ms),
          ]}
        >
          {step.error === undefined ? null : <p className={classes['error']}>{step.error}</p>}
        </Details>
      );
    case 'question':
      return (
        <Details
          title="question to a person"
          state={step.answers === undefined ? 'open' : ''}
          facts={[step.by === undefined ? '' : `answered by ${step.by}`]}
        >
          <ValueView runId={runId} value={step.asked} />
          {step.answers === undefined ? null : (
            <>
              <p className={classes['dim']}>Answer</p>
              <ValueView runId={runId} value={step.answers} />
            </>
          )}
        </Details>
      );
    default:
      return step satisfies never;
  }
}

function Details({
  title,
  state,
  facts,
  children,
}: {
  readonly title: string;
  readonly state: string;
  readonly facts: readonly string[];
  readonly children: ReactNode;
}) {
  return (
    <details open>
      <summary>
        <code>{title}</code>
        {state === '' ? null : <span className={classes['state']}>{state}</span>}
        <span className={classes['facts']}>{facts.filter(Boolean).join(' · ')}</span>
      </summary>
      <div className={classes['body']}>{children}</div>
    </details>
  );
}

/** A command and a script as text, the arguments of other tools as values. */
function ToolInput({ runId, step }: { readonly runId: string; readonly step: Extract<Step, { kind: 'tool' }> }) {
  const { input } = step;
  if (input === undefined)
    return step.inputBytes === undefined ? null : (
      <p className={classes['dim']}>{count(step.inputBytes)} bytes of arguments, not in the log</p>
    );
  const text = commandIn(input);
  return text === null ? <ValueView runId={runId} value={input} /> : <pre className={classes['command']}>{text}</pre>;
}

function commandIn(input: Json): string | null {
  if (input === null || typeof input !== 'object' || Array.isArray(input)) return null;
  const text = input['command'] ?? input['script'];
  return typeof text === 'string' ? text : null;
}
