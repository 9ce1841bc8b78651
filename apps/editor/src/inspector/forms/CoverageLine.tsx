// Which cases the ways out cover, in one line (E-INSP-17): what the language package says, put into words.
import type { CompiledGraph, Coverage } from '@iterion/dsl';
import styles from './BranchTable.module.css';

interface Props {
  readonly graph: CompiledGraph;
  readonly node: string;
  readonly coverage: Coverage | undefined;
}

export function CoverageLine({ graph, node, coverage }: Props) {
  const words = coverageWords(graph, node, coverage);
  return (
    <p className={styles.coverage} data-ok={words.ok} role="status">
      <span aria-hidden>{words.ok ? '✓' : '!'}</span>
      {words.text}
    </p>
  );
}

export interface CoverageWords {
  readonly ok: boolean;
  readonly text: string;
}

export function coverageWords(graph: CompiledGraph, node: string, coverage: Coverage | undefined): CoverageWords {
  if (!coverage) return { ok: false, text: 'There is no way out.' };
  switch (coverage.by) {
    case 'all': {
      const fanOut = graph.fanOuts.find((each) => each.router === node);
      if (fanOut?.convergence === undefined) return { ok: false, text: 'The branches do not meet again in one place.' };
      if (fanOut.convergence === 'done' || fanOut.convergence === 'fail')
        return { ok: true, text: `The branches meet at ${fanOut.convergence}, at the end.` };
      const how = fanOut.strategy === 'wait_all' ? 'waits for all of them' : 'goes on without those that failed';
      return { ok: true, text: `The branches meet at ${fanOut.convergence}, which ${how}.` };
    }
    case 'turns':
      return coverage.complete
        ? { ok: coverage.never.length === 0, text: `They take turns${ignored(coverage)}.` }
        : { ok: false, text: 'Every way out has a condition, and turns only go to those without.' };
    case 'model':
      return { ok: true, text: 'A model chooses among them; conditions do not count.' };
    case 'conditions': {
      const never = coverage.never.length > 0 ? ` ${rows(graph, node, coverage)} can never match.` : '';
      if (coverage.complete) return { ok: never === '', text: `All cases are covered.${never}` };
      const open = coverage.open
        ? `when ${coverage.open.field} is ${coverage.open.negated ? 'false' : 'true'}`
        : 'when no condition holds';
      return { ok: false, text: `Nothing happens ${open}: the run fails there.${never}` };
    }
    default:
      return coverage.by satisfies never;
  }
}

function ignored({ never }: Coverage): string {
  return never.length === 0
    ? ''
    : `; ${never.length === 1 ? 'one with a condition is' : 'those with a condition are'} left out`;
}

/** `Row 3`, `Rows 2 and 3`: numbers as the table shows them. */
function rows(graph: CompiledGraph, node: string, { never }: Coverage): string {
  const edges = graph.edges.filter((edge) => edge.from === node).map((edge) => edge.id);
  const numbers = never.map((id) => edges.indexOf(id) + 1);
  return numbers.length === 1 ? `Row ${numbers[0]}` : `Rows ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
}
