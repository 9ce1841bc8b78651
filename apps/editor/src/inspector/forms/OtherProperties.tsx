// What the language table does not know (E-INSP-24, E-DOC-16): kept as it is, shown as text, editable as text, never dropped.
import { Textarea } from '@mantine/core';
import type { Diagnostic } from '@iterion/dsl';
import type { FileId } from '../../document/model.ts';
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
  const { fileId, ref, document, diagnostics } = useFormScope();
  return unknown.map((statement, index) => (
    <RawText
      key={index}
      fileId={fileId}
      of={ref.name}
      place={statement}
      text={document.text.slice(statement.start, statement.end)}
      diagnostics={diagnostics}
    />
  ));
}

interface RawTextProps {
  readonly fileId: FileId;
  /** What the text belongs to. */
  readonly of: string;
  readonly place: UnknownStatement;
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}
export function RawText({ fileId, of, place, text, diagnostics }: RawTextProps) {
  const { start, end } = place;
  const draft = useDraft(text, (newText) => {
    applyTextEdits(fileId, [{ start, end, newText }], {
      label: `Edit other text of ${of}`,
      origin: 'form',
      coalesce: `form other ${start}`,
    });
    return null;
  });
  const problems = diagnostics.filter(({ range }) => range.start.offset >= start && range.end.offset <= end);
  return (
    <div className={styles.field}>
      <Textarea
        aria-label="Text that the editor does not know"
        aria-describedby={`other-${start}`}
        classNames={{ input: controlStyles.code ?? '' }}
        data-draft={draft.isHeld || undefined}
        autosize
        maxRows={24}
        value={draft.text}
        spellCheck={false}
        onChange={(event) => draft.change(event.currentTarget.value)}
        onBlur={draft.leave}
      />
      <ProblemLines id={`other-${start}`} problems={problems} scope={{ fileId }} />
    </div>
  );
}
