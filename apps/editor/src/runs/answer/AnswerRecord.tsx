// A question that is over (E-RUN-42): what was answered, by whom and when; a draft that came too late stays for copying.
import { Button, Text } from '@mantine/core';
import type { Interaction } from '@iterion/protocol';
import { useState } from 'react';
import { JsonView } from '../../ui/JsonView.tsx';
import { CopyButton } from '../detail/CopyButton.tsx';
import { clock } from '../kernels/words.ts';
import { clearDraft, readDraft } from './drafts.ts';
import { AgentText, Facts } from './Shown.tsx';
import classes from './AnswerForm.module.css';

export function AnswerRecord({ interaction }: { readonly interaction: Interaction }) {
  const { runId, id, state, recorded } = interaction;
  const [draft, setDraft] = useState(() => readDraft(runId, id));
  const kept = Object.keys(draft).length > 0;
  return (
    <div className={classes['form']}>
      <Text size="sm" c="dimmed" role="status">
        {state === 'void'
          ? 'This question is void: the run no longer needs the answer.'
          : `Already answered${recorded?.by === undefined ? '' : ` by ${recorded.by}`}${recorded?.at === undefined ? '' : ` at ${clock(recorded.at)}`}.`}
      </Text>
      {recorded === undefined ? null : <JsonView value={recorded.answers} name="Recorded answers" />}
      {kept ? (
        <section className={classes['agent']} aria-label="Your draft, not sent">
          <h3>
            Your draft, not sent <CopyButton label="Copy the draft" text={() => JSON.stringify(draft, null, 2)} />
          </h3>
          <JsonView value={JSON.parse(JSON.stringify(draft)) as never} name="Draft" />
          <Button
            mt={8}
            variant="default"
            size="compact-xs"
            mih={24}
            onClick={() => {
              clearDraft(runId, id);
              setDraft({});
            }}
          >
            Drop the draft
          </Button>
        </section>
      ) : null}
      <Facts interaction={interaction} />
      <AgentText interaction={interaction} />
    </div>
  );
}
