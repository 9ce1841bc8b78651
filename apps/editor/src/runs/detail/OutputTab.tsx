// What came out (E-RUN-23): field by field, whether it fits the schema and what it took to make it fit, and the difference to an earlier
// iteration.
import { Switch } from '@mantine/core';
import type { CompiledGraph } from '@iterion/dsl';
import type { View, ViewExecution } from '@iterion/engine';
import { useState } from 'react';
import { editsBetween } from '../../files/lineDiff.ts';
import { EditPreview } from '../../problems/EditPreview.tsx';
import { EmptyNote } from '../../ui/EmptyNote.tsx';
import { misfits, schemaNamed } from '../kernels/conformity.ts';
import { Conformity } from './Conformity.tsx';
import { CopyButton } from './CopyButton.tsx';
import type { Payload } from './PayloadView.tsx';
import { type DetailOf, useExecution } from './useExecution.ts';
import { FieldsView } from './ValueView.tsx';
import classes from './detail.module.css';

interface Props {
  readonly runId: string;
  readonly view: View;
  readonly execution: ViewExecution;
  readonly earlier: readonly ViewExecution[];
  readonly graph: CompiledGraph | null;
  readonly detail: DetailOf | null;
}

export function OutputTab({ runId, view, execution, earlier, graph, detail }: Props) {
  const [compare, setCompare] = useState(false);
  if (detail === null) return null;
  const { output, events } = detail;
  if (output === undefined)
    return <EmptyNote>{execution.status === 'failed' ? 'It failed: there is no output.' : 'No output yet.'}</EmptyNote>;
  const schema =
    graph === null ? undefined : schemaNamed(graph, graph.nodes.find(({ id }) => id === execution.ir_node_id)?.output);
  const finished = events.find(({ seq }) => seq === execution.output_seq);
  const repairs = events.filter(({ type }) => type === 'schema_repair').length;
  const coerced = namesIn(finished?.data['coerced']);
  const before = earlier.at(-1);
  const wrong = schema === undefined ? [] : misfits(schema, output);
  return (
    <>
      <div className={classes['tools']}>
        {schema === undefined ? <span /> : <Conformity schema={schema.name} wrong={wrong} />}
        <CopyButton label="Copy the output" text={() => textOf(output)} />
      </div>
      {repairs === 0 ? null : (
        <p className={classes['hint']}>
          It fitted after {repairs} {repairs === 1 ? 'repair round' : 'repair rounds'}.
        </p>
      )}
      {coerced.length > 0 ? <p className={classes['hint']}>Taken as the declared type: {coerced.join(', ')}</p> : null}
      {finished?.data['skipped'] === true ? (
        <p className={classes['hint']}>A person gave this output in place of the node.</p>
      ) : null}
      {before === undefined ? null : (
        <Switch
          mb={8}
          label="Difference to the iteration before"
          checked={compare}
          onChange={(event) => setCompare(event.currentTarget.checked)}
        />
      )}
      {compare && before !== undefined ? (
        <Difference runId={runId} before={before} view={view} output={output} />
      ) : (
        <FieldsView
          runId={runId}
          value={output}
          about={(field) => {
            const misfit = wrong.find((each) => each.field === field);
            return misfit === undefined ? undefined : { words: misfit.words, tone: 'error' };
          }}
        />
      )}
    </>
  );
}

function Difference({
  runId,
  before,
  view,
  output,
}: {
  readonly runId: string;
  readonly before: ViewExecution;
  readonly view: View;
  readonly output: Payload;
}) {
  const detail = useExecution(runId, before, view.last_seq);
  if (detail === null) return null;
  if (detail.output === undefined) return <EmptyNote>The iteration before gave no output.</EmptyNote>;
  const from = textOf(detail.output);
  const edits = editsBetween(from, textOf(output));
  return edits.length === 0 ? (
    <EmptyNote>The same as in the iteration before.</EmptyNote>
  ) : (
    <EditPreview text={from} edits={edits} tall />
  );
}

const namesIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];

const textOf = (value: Payload): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));
