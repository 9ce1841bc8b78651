// What a model was asked (E-RUN-22): as rendered with what was put in marked and linked to where it came from, beside the template, or as
// the difference to the iteration before.
import type { CompiledGraph, Ref, Template } from '@iterion/dsl';
import type { View, ViewExecution } from '@iterion/engine';
import { useState } from 'react';
import { editsBetween } from '../../files/lineDiff.ts';
import { EditPreview } from '../../problems/EditPreview.tsx';
import { EmptyNote } from '../../ui/EmptyNote.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { promptParts, refNode, refText } from '../kernels/promptParts.ts';
import { CopyButton } from './CopyButton.tsx';
import { type Payload, PayloadView } from './PayloadView.tsx';
import { type PromptOf, useExecution } from './useExecution.ts';
import classes from './detail.module.css';

type Shown = 'rendered' | 'template' | 'difference';
interface Props {
  readonly runId: string;
  readonly execution: ViewExecution;
  readonly before: ViewExecution | undefined;
  readonly view: View;
  readonly graph: CompiledGraph | null;
  readonly prompts: readonly PromptOf[];
  readonly onExecution: (node: string, execution: string) => void;
}

export function PromptTab({ runId, execution, before, view, graph, prompts, onExecution }: Props) {
  const [shown, setShown] = useState<Shown>('rendered');
  const former = useExecution(runId, before, view.last_seq)?.prompts[0] ?? null;
  const node = graph?.nodes.find(({ id }) => id === execution.ir_node_id);
  const template = (slot: 'system' | 'user'): Template | undefined => {
    const name = node !== undefined && slot in node ? (node as { system?: string; user?: string })[slot] : undefined;
    return graph?.prompts.find((prompt) => prompt.name === name)?.body;
  };
  const goTo = (ref: Ref): (() => void) | null => {
    const from = refNode(ref);
    const source = view.executions.findLast(
      ({ ir_node_id, first_seq, status }) =>
        ir_node_id === from && first_seq < execution.first_seq && status === 'finished',
    );
    return source === undefined ? null : () => onExecution(source.ir_node_id, source.execution_id);
  };
  return (
    <>
      <div className={classes['tools']}>
        <Segments
          label="Prompt shown as"
          value={shown}
          onChange={setShown}
          options={[
            { value: 'rendered', label: 'Rendered' },
            { value: 'template', label: 'Template' },
            ...(former === null ? [] : [{ value: 'difference' as const, label: 'Difference' }]),
          ]}
        />
        <CopyButton label="Copy the prompt as text" text={() => promptText(prompts.at(-1))} />
        <CopyButton label="Copy the request as JSON" text={() => requestText(execution, prompts.at(-1))} />
      </div>
      {shown === 'difference' && former !== null ? (
        <Difference from={promptText(former)} to={promptText(prompts[0])} />
      ) : (
        prompts.map((prompt) => (
          <div key={prompt.attempt}>
            {prompts.length > 1 ? <h3 className={classes['part']}>Attempt {prompt.attempt}</h3> : null}
            {(['system', 'user'] as const).map((slot) => (
              <div key={slot}>
                <h3 className={classes['part']}>{slot}</h3>
                {shown === 'template' ? (
                  <PayloadView runId={runId} value={template(slot)?.source} />
                ) : (
                  <Rendered runId={runId} value={prompt[slot]} template={template(slot)} goTo={goTo} />
                )}
              </div>
            ))}
          </div>
        ))
      )}
    </>
  );
}

function Rendered({
  runId,
  value,
  template,
  goTo,
}: {
  readonly runId: string;
  readonly value: Payload | undefined;
  readonly template: Template | undefined;
  readonly goTo: (ref: Ref) => (() => void) | null;
}) {
  if (value === undefined) return <EmptyNote>Not recorded.</EmptyNote>;
  if (value === '') return <p className={classes['dim']}>none</p>;
  const parts = typeof value === 'string' && template !== undefined ? promptParts(template, value) : null;
  if (parts === null) return <PayloadView runId={runId} value={value} />;
  return (
    <pre className={classes['text']}>
      {parts.map((part, index) => {
        if (part.kind === 'text') return part.text;
        const open = goTo(part.ref);
        const name = refText(part.ref);
        const text = part.text === '' ? '∅' : part.text;
        return open === null ? (
          <mark key={index} title={name} className={classes['value']}>
            {text}
          </mark>
        ) : (
          <button
            key={index}
            type="button"
            title={`${name}: go to where it came from`}
            className={classes['value']}
            onClick={open}
          >
            {text}
          </button>
        );
      })}
    </pre>
  );
}

function Difference({ from, to }: { readonly from: string; readonly to: string }) {
  const edits = editsBetween(from, to);
  return edits.length === 0 ? (
    <EmptyNote>The same as in the iteration before.</EmptyNote>
  ) : (
    <EditPreview text={from} edits={edits} tall />
  );
}

const textOf = (value: Payload | undefined): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2);

function promptText(prompt: PromptOf | undefined): string {
  if (prompt === undefined) return '';
  const [system, user] = [textOf(prompt.system), textOf(prompt.user)];
  return system === '' ? user : `${system}\n\n${user}`;
}

/** The request as it can be repeated elsewhere; what authenticates it was never in the log. */
function requestText({ model, backend }: ViewExecution, prompt: PromptOf | undefined): string {
  const messages = [
    ...(textOf(prompt?.system) === '' ? [] : [{ role: 'system', content: textOf(prompt?.system) }]),
    { role: 'user', content: textOf(prompt?.user) },
  ];
  return JSON.stringify(
    { ...(model === null ? {} : { model }), ...(backend === null ? {} : { backend }), messages },
    null,
    2,
  );
}
