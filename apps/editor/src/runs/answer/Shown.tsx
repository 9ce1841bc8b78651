// What a question is about, in two blocks that cannot be mistaken for each other (E-RUN-41, S-SEC-20): what the engine states, bound to a hash,
// and what agents and commands wrote, as plain text and values in a frame of its own.
import type { Interaction } from '@iterion/protocol';
import { JsonView } from '../../ui/JsonView.tsx';
import { clock } from '../kernels/words.ts';
import classes from './AnswerForm.module.css';

const ASKED = { human: 'A step of the workflow asks', question: 'An agent asks', recovery: 'A step failed' } as const;

export function Facts({ interaction }: { readonly interaction: Interaction }) {
  const { kind, node, execution, createdAt, facts, factsHash } = interaction;
  const lap = Number(execution.split(':').at(-1) ?? 0);
  return (
    <section className={classes['facts']} aria-label="Facts from the engine">
      <h3>Facts from the engine</h3>
      <dl>
        <dt>{ASKED[kind]}</dt>
        <dd>
          {node}
          {lap > 0 ? `, iteration ${lap + 1}` : ''}, since {clock(createdAt)}
        </dd>
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label.replaceAll('_', ' ')}</dt>
            <dd>
              {value === null || typeof value !== 'object' ? String(value) : <JsonView value={value} name={label} />}
            </dd>
          </div>
        ))}
        {factsHash === undefined ? null : (
          <>
            <dt>Bound to</dt>
            <dd>
              <code title={factsHash}>{factsHash.slice(0, 12)}</code>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

export function AgentText({ interaction }: { readonly interaction: Interaction }) {
  const { kind, questions, agentText } = interaction;
  // What a recovery shows is all the engine's.
  if (kind === 'recovery' || (agentText === undefined && isEmpty(questions))) return null;
  return (
    <section className={classes['agent']} aria-label="Written by the agent">
      <h3>Written by the agent</h3>
      {agentText === undefined ? (
        <JsonView value={questions} name="What the run shows" />
      ) : (
        <p className={classes['words']}>{agentText}</p>
      )}
    </section>
  );
}

const isEmpty = (questions: Interaction['questions']): boolean =>
  questions === null || (typeof questions === 'object' && Object.keys(questions).length === 0);
