// At the head of a form (E-A11Y-13): what is wrong with the declaration as a whole, then a link to each field with an error. Opened sections and
// fields that are not shown yet come with the link.
import type { PropertyRow } from '@iterion/dsl';
import { useRef } from 'react';
import { flushSync } from 'react-dom';
import { Coded, ProblemLines } from './Field.tsx';
import { useFormScope } from './formScope.tsx';
import { openSection } from './openSections.ts';
import styles from './Inspector.module.css';

interface Props {
  /** What the open state of sections is remembered for. */
  readonly kind: string;
  readonly rows: readonly PropertyRow[];
  /** Shows the field of a row that is not set. */
  readonly onShow: (row: PropertyRow) => void;
}

export function FormHead({ kind, rows, onShow }: Props) {
  const scope = useFormScope();
  const head = useRef<HTMLDivElement>(null);
  const { ofFields, ofAll } = scope.problems;
  const wrong = [...ofFields].flatMap(([path, problems]) =>
    problems.filter(({ severity }) => severity === 'error').map((problem) => ({ path, problem })),
  );
  if (ofAll.length === 0 && wrong.length === 0) return null;
  const go = (path: string): void => {
    const row = rows.find(({ name }) => name === path.split('.', 1)[0]);
    if (row)
      flushSync(() => {
        openSection(kind, row.section);
        onShow(row);
      });
    const field = head.current?.parentElement?.querySelector(`[data-property="${CSS.escape(path)}"]`);
    const control = field?.querySelector<HTMLElement>(
      'input, textarea, [role="radio"][tabindex="0"], select, [aria-expanded]',
    );
    field?.scrollIntoView({ block: 'nearest' });
    control?.focus({ preventScroll: true });
  };
  return (
    <div ref={head} className={styles.formHead} role="group" aria-label="Problems of this form">
      <ProblemLines id="form-problems" problems={ofAll} scope={scope} />
      {wrong.length > 0 && (
        <>
          <strong>{wrong.length === 1 ? 'One field has an error' : `${wrong.length} fields have errors`}</strong>
          <ul>
            {wrong.map(({ path, problem }) => (
              <li key={`${path} ${problem.code} ${problem.range.start.offset}`}>
                <button type="button" className={styles.errorLink} onClick={() => go(path)}>
                  {path.replaceAll('_', ' ').replaceAll('.', ' › ')}: <Coded text={problem.message} />
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
