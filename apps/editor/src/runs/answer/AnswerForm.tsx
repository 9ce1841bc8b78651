// The form of one question (E-RUN-40 … 45): what the engine states apart from what agents wrote, controls by type, checked before sending; the
// first error gets the focus. A question answered elsewhere turns into its record at once, and a draft is kept for copying (E-RUN-42).
import { Button, Text } from '@mantine/core';
import { ApiError, type FormField, type Interaction } from '@iterion/protocol';
import { useId, useRef, useState } from 'react';
import { notify } from '../../app/notifications.tsx';
import { useConnection } from '../../server/connection.ts';
import { Markdown } from '../../ui/Markdown.tsx';
import { checkDraft, type Checked, type Draft } from '../kernels/answers.ts';
import { answersOf, fieldsOf, labelOf, takesFreeText } from '../kernels/questionForm.ts';
import { AnswerField } from './AnswerField.tsx';
import { AnswerRecord } from './AnswerRecord.tsx';
import { Conversation } from './Conversation.tsx';
import { clearDraft, readDraft, writeDraft } from './drafts.ts';
import { sendAnswer } from './sendAnswer.ts';
import { AgentText, Facts } from './Shown.tsx';
import { useOutputSchema } from './useOutputSchema.ts';
import classes from './AnswerForm.module.css';

export function AnswerForm({ interaction }: { readonly interaction: Interaction }) {
  if (interaction.state !== 'open') return <AnswerRecord interaction={interaction} />;
  return <OpenForm interaction={interaction} key={`${interaction.id} ${interaction.factsHash ?? ''}`} />;
}

function OpenForm({ interaction }: { readonly interaction: Interaction }) {
  const [draft, setDraft] = useState<Draft>(() => readDraft(interaction.runId, interaction.id));
  const [checked, setChecked] = useState<Checked | null>(null);
  const [sending, setSending] = useState(false);
  const connected = useConnection((state) => state.state === 'connected');
  const output = useOutputSchema(interaction, draft['action'] === 'skip');
  const fields = fieldsOf(interaction, draft, output);
  const form = useRef<HTMLFormElement>(null);
  const errorId = useId();

  const change = (name: string, value: Draft[string]): void => {
    const next = { ...draft, [name]: value };
    setDraft(next);
    writeDraft(interaction.runId, interaction.id, next);
    if (checked) setChecked(checkDraft(fieldsOf(interaction, next, output), next, interaction.minAnswers));
  };
  const focusFirst = (names: readonly string[]): void => {
    const first = fields.find((field) => names.includes(field.name));
    if (first)
      form.current
        ?.querySelector<HTMLElement>(`[data-field="${CSS.escape(first.name)}"] :is(input, textarea, select, button)`)
        ?.focus();
  };
  const send = async (): Promise<void> => {
    const result = checkDraft(fields, draft, interaction.minAnswers);
    setChecked(result);
    if (Object.keys(result.problems).length > 0 || result.general !== undefined) {
      focusFirst(Object.keys(result.problems));
      return;
    }
    setSending(true);
    try {
      await sendAnswer(interaction, answersOf(result.answers));
      clearDraft(interaction.runId, interaction.id);
      notify({ kind: 'success', title: `Answered ${interaction.node}`, message: 'The run goes on.' });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const byField = fieldProblems(error.details);
      setChecked({
        answers: result.answers,
        problems: byField,
        general: [error.message, error.remedy].filter(Boolean).join(' '),
      });
      focusFirst(Object.keys(byField));
    } finally {
      setSending(false);
    }
  };

  const problems = Object.entries(checked?.problems ?? {});
  return (
    <form
      ref={form}
      className={classes['form']}
      data-zone="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          void send();
        }
      }}
    >
      <Facts interaction={interaction} />
      {interaction.instructions === undefined || interaction.instructions === '' ? null : (
        <section className={classes['block']} aria-label="Instructions">
          <h3>Instructions</h3>
          <Markdown text={interaction.instructions} />
        </section>
      )}
      <AgentText interaction={interaction} />
      {interaction.kind === 'question' ? <Conversation interaction={interaction} /> : null}
      {checked?.general === undefined && problems.length === 0 ? null : (
        <div className={classes['errors']} role="alert" id={errorId}>
          {checked?.general === undefined ? null : <p>{checked.general}</p>}
          {problems.map(([name, problem]) => (
            <button key={name} type="button" onClick={() => focusFirst([name])}>
              {name}: {problem}
            </button>
          ))}
        </div>
      )}
      {fields.map((field) => (
        <AnswerField
          key={field.name}
          field={field}
          label={labelOf(interaction, field)}
          choices={interaction.choices}
          suggestions={interaction.kind === 'question' && takesFreeText(interaction) ? interaction.choices : undefined}
          value={draft[field.name]}
          problem={checked?.problems[field.name]}
          onChange={(value) => change(field.name, value)}
        />
      ))}
      <div className={classes['actions']}>
        <Text size="xs" c="dimmed">
          {connected ? needWords(fields, interaction.minAnswers) : 'The server is gone; your draft is kept.'}
          {connected && Object.keys(draft).length > 0 ? ' · draft saved' : ''}
        </Text>
        <Button type="submit" loading={sending} disabled={!connected} title="Ctrl+Enter">
          Send
        </Button>
      </div>
    </form>
  );
}

function needWords(fields: readonly FormField[], min: number | null): string {
  if (min !== null && min > 0) return `${min} ${min === 1 ? 'answer' : 'answers'} required`;
  const required = fields.filter((field) => field.required).length;
  return required === 0 ? 'Nothing is required' : `${required} ${required === 1 ? 'field is' : 'fields are'} required`;
}

/** The server's messages per field, when it refused the answers. */
function fieldProblems(details: unknown): Record<string, string> {
  const fields = (details as { fields?: unknown } | null | undefined)?.fields;
  const found: Record<string, string> = {};
  if (Array.isArray(fields))
    for (const entry of fields as { field?: unknown; message?: unknown }[])
      if (typeof entry.field === 'string')
        found[entry.field] = typeof entry.message === 'string' ? entry.message : 'Not accepted.';
  if (fields !== null && typeof fields === 'object' && !Array.isArray(fields))
    for (const [name, message] of Object.entries(fields)) found[name] = String(message);
  return found;
}
