// What the language table does not know (E-INSP-24, E-DOC-16): kept as it is, shown as text, editable as text, never dropped.
import { Textarea } from '@mantine/core';
import { applyTextEdits } from '../../document/store.ts';
import styles from '../Inspector.module.css';
import controlStyles from '../controls/controls.module.css';
import { ProblemLines } from '../Field.tsx';
import { useFormScope } from '../formScope.tsx';
import type { UnknownStatement } from '../reading.ts';
import { useDraft } from '../useDraft.ts';

export function OtherProperties({ unknown }: { readonly unknown: readonly UnknownStatement[] }) {
  if (unknown.length === 0) return null;
  return (
    <section className={styles.section} aria-label="Other properties">
      <h3 className={styles.sectionTitle}>Other properties</h3>
      <div className={styles.fields}>
        <RawTexts unknown={unknown} />
      </div>
    </section>
  );
}

/** Each as text, with its problems. */
export function RawTexts({ unknown }: { readonly unknown: readonly UnknownStatement[] }) {
  return unknown.map((statement, index) => <RawText key={index} statement={statement} />);
}

function RawText({ statement }: { readonly statement: UnknownStatement }) {
  const scope = useFormScope();
  // The text that the statements' places speak of; what is typed in the source arrives with the next analysis.
  const written = scope.document.text.slice(statement.start, statement.end);
  const draft = useDraft(written, (newText) => {
    applyTextEdits(scope.fileId, [{ start: statement.start, end: statement.end, newText }], {
      label: `Edit other text of ${scope.ref.name}`,
      origin: 'form',
      coalesce: `form other ${statement.start}`,
    });
    return null;
  });
  const problems = scope.diagnostics.filter(
    ({ range }) => range.start.offset >= statement.start && range.end.offset <= statement.end,
  );
  return (
    <div className={styles.field}>
      <Textarea
        aria-label="Text that the editor does not know"
        classNames={{ input: controlStyles.code ?? '' }}
        data-draft={draft.isHeld || undefined}
        autosize
        value={draft.text}
        spellCheck={false}
        onChange={(event) => draft.change(event.currentTarget.value)}
        onBlur={draft.leave}
      />
      <ProblemLines id={`other-${statement.start}`} problems={problems} scope={scope} />
    </div>
  );
}
