// The conversation in which an agent asks (E-RUN-45): what it was told, what it said, what it asked before and was answered.
import type { Interaction } from '@iterion/protocol';
import { useMemo } from 'react';
import { useExecutionDetail } from '../detail/useExecutionDetail.ts';
import { ValueView } from '../detail/ValueView.tsx';
import { stepsOf } from '../kernels/steps.ts';
import classes from './AnswerForm.module.css';

export function Conversation({ interaction }: { readonly interaction: Interaction }) {
  const { runId, id, execution } = interaction;
  // Without it the question can be answered all the same.
  const detail = useExecutionDetail(runId, execution);
  const steps = useMemo(() => stepsOf(detail?.events ?? [], false), [detail]);
  if (detail === null) return null;
  const [prompt] = detail.prompts;
  return (
    <details className={classes['conversation']}>
      <summary>The conversation so far</summary>
      {prompt === undefined ? null : (
        <div>
          <h4>Told</h4>
          <ValueView runId={runId} value={prompt.user} />
        </div>
      )}
      {steps.map((step) => {
        if (step.kind === 'request' && step.finished?.text !== undefined)
          return (
            <div key={step.seq}>
              <h4>Said</h4>
              <ValueView runId={runId} value={step.finished.text} />
            </div>
          );
        if (step.kind === 'question' && step.id !== id)
          return (
            <div key={step.seq}>
              <h4>Asked</h4>
              <ValueView runId={runId} value={step.asked} />
              <h4>Answered</h4>
              {step.answers === undefined ? 'not yet' : <ValueView runId={runId} value={step.answers} />}
            </div>
          );
        return null;
      })}
    </details>
  );
}
