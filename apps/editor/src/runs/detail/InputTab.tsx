// What went in (E-RUN-21): per field the mapping and the node it came from, and whether it fits the schema.
import type { CompiledGraph } from '@iterion/dsl';
import type { ViewExecution } from '@iterion/engine';
import { EmptyNote } from '../../ui/EmptyNote.tsx';
import { misfits, schemaNamed } from '../kernels/conformity.ts';
import { inputSources } from '../kernels/inputSources.ts';
import { Conformity } from './Conformity.tsx';
import type { DetailOf } from './useExecution.ts';
import { FieldsView } from './ValueView.tsx';
import classes from './detail.module.css';

interface Props {
  readonly runId: string;
  readonly execution: ViewExecution;
  readonly graph: CompiledGraph | null;
  readonly detail: DetailOf | null;
  readonly onNode: (node: string) => void;
}

export function InputTab({ runId, execution, graph, detail, onNode }: Props) {
  if (detail === null) return null;
  const { input } = detail;
  if (input === undefined || input === null) return <EmptyNote>No input: it could not be built.</EmptyNote>;
  const fields = typeof input === 'object' && !Array.isArray(input) ? Object.keys(input) : [];
  const sources = graph === null ? [] : inputSources(graph, detail.edgesIn, fields);
  const schema =
    graph === null ? undefined : schemaNamed(graph, graph.nodes.find(({ id }) => id === execution.ir_node_id)?.input);
  const wrong = schema === undefined ? [] : misfits(schema, input);
  const started = detail.events.find(({ seq }) => seq === execution.input_seq);
  const unresolved = listOf(started?.data['unresolved']);
  const nodes = [...new Set(sources.flatMap((source) => source.nodes))];
  return (
    <>
      {schema === undefined ? null : <Conformity schema={schema.name} wrong={wrong} />}
      {unresolved.length === 0 ? null : (
        <p className={classes['hint']}>Had no value and was left empty: {unresolved.join(', ')}</p>
      )}
      {nodes.length === 0 ? null : (
        <p className={classes['from']}>
          From{' '}
          {nodes.map((node) => (
            <button key={node} type="button" className={classes['link']} onClick={() => onNode(node)}>
              {node}
            </button>
          ))}
        </p>
      )}
      {fields.length === 0 && typeof input === 'object' ? (
        <EmptyNote>An empty input.</EmptyNote>
      ) : (
        <FieldsView
          runId={runId}
          value={input}
          about={(field) => {
            const misfit = wrong.find((each) => each.field === field);
            if (misfit !== undefined) return { words: misfit.words, tone: 'error' };
            const words = sources.find((source) => source.field === field)?.words;
            return words === undefined || words === '' ? undefined : { words: `← ${words}` };
          }}
        />
      )}
    </>
  );
}

const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
