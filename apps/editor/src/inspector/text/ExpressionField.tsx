// An expression of the language (E-INSP-13): marked, completed, checked while it is typed; what does not parse stays a draft with the reason.
// *Try it* evaluates it on values.
import { Button } from '@mantine/core';
import IconPlayerPlay from '@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs';
import { expressionFromText } from '@iterion/dsl';
import type { QueryPlace } from '@iterion/dsl';
import { lazy, Suspense, useState } from 'react';
import type { FileId } from '../../document/model.ts';
import { useDocumentPart } from '../../document/store.ts';
import { useDraft } from '../useDraft.ts';
import { ReferenceText } from './ReferenceText.tsx';
import styles from './expression.module.css';

const TryIt = lazy(async () => import('../values/TryIt.tsx'));

interface Props {
  readonly fileId: FileId;
  readonly place: QueryPlace;
  readonly present: string;
  readonly onCommit: (text: string) => string | null;
  readonly label: string;
  readonly condition?: boolean;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  /** What is wrong is said elsewhere, with its fixes. */
  readonly quiet?: boolean;
}

export function ExpressionField({ fileId, place, present, onCommit, label, condition = false, ...rest }: Props) {
  const document = useDocumentPart(fileId, (open) => open.document);
  const [trying, setTrying] = useState(false);
  const draft = useDraft(present, (text) => {
    if (text.trim() === '') return null;
    const [wrong] = expressionFromText(text).findings;
    return wrong ? wrong.message : onCommit(text);
  });
  const { parsed, type, findings } = expressionFromText(draft.text, document ?? undefined, place);
  const typeFault = findings.find((finding) => finding.code === 'C125');
  return (
    <div className={styles.expression}>
      <ReferenceText
        fileId={fileId}
        kind="expression"
        places={[place]}
        label={label}
        value={draft.text}
        error={draft.error ?? (rest.quiet === true ? null : (typeFault?.message ?? null))}
        onChange={draft.change}
        onBlur={draft.leave}
        isHeld={draft.isHeld}
        {...(rest.placeholder === undefined ? {} : { placeholder: rest.placeholder })}
        {...(rest.autoFocus === undefined ? {} : { autoFocus: rest.autoFocus })}
        {...(rest.quiet === undefined ? {} : { quiet: rest.quiet })}
      />
      <div className={styles.foot}>
        <span>{parsed.expr && type !== 'unknown' ? `gives ${type}` : ''}</span>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-expanded={trying}
          leftSection={<IconPlayerPlay size={12} aria-hidden />}
          onClick={() => setTrying(!trying)}
        >
          Try it
        </Button>
      </div>
      {trying && (
        <Suspense fallback={null}>
          <TryIt fileId={fileId} text={draft.text} place={place} condition={condition} />
        </Suspense>
      )}
    </div>
  );
}
