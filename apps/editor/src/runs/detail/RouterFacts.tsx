// What a router had to choose from, what it chose and why (E-RUN-27), from the events of its execution.
import type { CompiledGraph, Edge } from '@iterion/dsl';
import type { RunEventEnvelope } from '@iterion/protocol';
import classes from './detail.module.css';

interface Props {
  readonly node: string;
  readonly graph: CompiledGraph;
  readonly taken: readonly string[];
  readonly events: readonly RunEventEnvelope[];
  readonly onNode: (node: string) => void;
}

export function RouterFacts({ node, graph, taken, events, onNode }: Props) {
  const router = graph.nodes.find(({ id }) => id === node);
  const edges = graph.edges.filter(({ from }) => from === node);
  if (router?.kind !== 'router' || edges.length === 0) return null;
  const finished = events.find(({ type }) => type === 'node_finished');
  const started = events.findLast(({ type }) => type === 'node_started');
  const notes = events.flatMap(({ data }) =>
    Array.isArray(data['notes']) ? (data['notes'] as { edge: string; detail: string }[]) : [],
  );
  const reasoning = finished?.data['reasoning'];
  const turn = started?.data['round_robin_index'];
  return (
    <section aria-label="Candidates">
      <h3 className={classes['part']}>Candidates</h3>
      <ol className={classes['branches']}>
        {edges.map((edge) => {
          const chosen = taken.includes(edge.id);
          const why = notes.find((note) => note.edge === edge.id)?.detail;
          return (
            <li key={edge.id} data-status={chosen ? 'arrived' : undefined}>
              <button type="button" className={classes['link']} onClick={() => onNode(edge.to)}>
                {edge.to}
              </button>
              <span className={classes['dim']}>
                {chosen ? 'chosen' : taken.length === 0 ? '' : 'not chosen'}
                {why === undefined ? (chosen ? '' : conditionWords(edge)) : `: ${why}`}
              </span>
            </li>
          );
        })}
      </ol>
      <p className={classes['hint']}>
        {MODES[router.mode]}
        {typeof turn === 'number' ? `: turn ${turn + 1}` : ''}
        {typeof reasoning === 'string' && reasoning !== '' ? `. The model wrote: ${reasoning}` : ''}
      </p>
    </section>
  );
}

const MODES = {
  fan_out_all: 'Every way whose condition holds',
  condition: 'The first way whose condition holds',
  round_robin: 'Each way in turn',
  llm: 'A model chooses',
} as const;

function conditionWords({ when }: Edge): string {
  if (when === undefined) return '';
  return when.kind === 'field' ? `, when ${when.negated ? 'not ' : ''}${when.field}` : `, when ${when.source}`;
}
