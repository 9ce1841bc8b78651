// Commands and scripts (E-INSP-18): many lines in the code font, shell highlighting, references marked, each said how it gets into the
// text; nothing is executed from here. The literal keeps its form.
import { referencesFromText } from '@iterion/dsl';
import type { FieldReference } from '@iterion/dsl';
import { useDocumentPart } from '../../document/store.ts';
import { useFormScope } from '../formScope.tsx';
import { goToDefinition } from '../references/definition.ts';
import { ReferenceText } from '../text/ReferenceText.tsx';
import { referenceText } from '../values/scopeOfValues.ts';
import { asText } from './control.ts';
import type { ControlProps } from './control.ts';
import styles from './controls.module.css';
import { insertionOf } from './insertion.ts';
import { useTextDraft } from './texts.tsx';

export function CodeControl(props: ControlProps) {
  const { fileId, ref } = useFormScope();
  const { value } = props.row;
  const isTemplate = value.kind === 'string' && value.template === true;
  const isShell = value.kind === 'string' && value.format === 'shell';
  const draft = useTextDraft(props);
  const places = ref.space === 'node' ? [{ node: ref.name }] : [];
  return (
    <>
      <ReferenceText
        fileId={fileId}
        kind={isShell ? 'command' : 'template'}
        places={isTemplate ? places : []}
        id={props.inputId}
        describedBy={props.describedBy}
        {...(isShell ? { dialect: 'shell' as const } : {})}
        rows={2}
        mostRows={16}
        quiet
        value={draft.text}
        error={draft.error}
        invalid={props.invalid}
        placeholder={props.placeholder}
        onChange={draft.change}
        onBlur={draft.leave}
        isHeld={draft.isHeld}
      />
      {isTemplate && <Inserted text={asText(props.value)} shell={isShell} />}
    </>
  );
}

function Inserted({ text, shell }: { readonly text: string; readonly shell: boolean }) {
  const { fileId, ref } = useFormScope();
  const document = useDocumentPart(fileId, (open) => open.document);
  const places = [{ node: ref.name }];
  const found = document ? referencesFromText(text, shell ? 'command' : 'template', document, places) : null;
  if (!found || (found.references.length === 0 && found.environment.length === 0)) return null;
  const key = (reference: FieldReference): string =>
    `${reference.raw ? '!' : ''}${referenceText(reference)} ${reference.quoting ?? ''}`;
  const distinct = [...new Map(found.references.map((reference) => [key(reference), reference]))];
  const environment = [...new Set(found.environment.map(({ name }) => name))];
  return (
    <ul className={styles.inserted} aria-label="What is put in">
      {distinct.map(([id, reference]) => {
        const { words, warns } = insertionOf(reference, shell);
        return (
          <li key={id} className={styles.insertion}>
            <button
              type="button"
              className={styles.chip}
              data-wrong={reference.finding !== undefined || undefined}
              data-warn={warns || undefined}
              onClick={() => goToDefinition(fileId, reference, places)}
            >
              {reference.raw ? '!' : ''}
              {referenceText(reference)}
            </button>
            <span className={styles.hint}>{words}</span>
          </li>
        );
      })}
      {environment.map((name) => (
        <li key={name} className={styles.insertion}>
          <span className={styles.chip}>{`\${${name}}`}</span>
          <span className={styles.hint}>from the environment, as one word</span>
        </li>
      ))}
    </ul>
  );
}
