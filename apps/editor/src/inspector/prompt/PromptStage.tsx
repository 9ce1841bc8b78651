// A prompt in full size (E-INSP-14): over the views of its file, on the same buffer as everywhere. Esc and a button lead back to the panel, and
// the caret goes with the person both ways.
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { collapsePrompt } from '../../app/expandedPrompt.ts';
import type { Caret } from '../../app/expandedPrompt.ts';
import type { FileId, ItemId } from '../../document/model.ts';
import { useItemView } from '../../document/store.ts';
import { PromptBar } from './PromptBar.tsx';
import type { Shown } from './PromptBar.tsx';
import { PromptBody } from './PromptBody.tsx';
import { PromptReferences } from './PromptReferences.tsx';
import styles from './PromptStage.module.css';

const PromptPreview = lazy(async () => import('../values/PromptPreview.tsx'));

interface Props {
  readonly fileId: FileId;
  readonly item: ItemId;
  /** Where the text is taken up. */
  readonly caret: Caret;
}

export function PromptStage({ fileId, item, caret }: Props) {
  const view = useItemView(fileId, item);
  const [shown, setShown] = useState<Shown>('template');
  const stage = useRef<HTMLElement>(null);
  const first = useRef(caret);
  const area = (): HTMLTextAreaElement | null => stage.current?.querySelector('textarea') ?? null;
  useEffect(() => {
    area()?.focus();
    area()?.setSelectionRange(first.current.start, first.current.end);
  }, []);
  if (view?.type !== 'declaration' || view.space !== 'prompt') return null;
  return (
    <section
      ref={stage}
      className={styles.stage}
      aria-label={`Prompt ${view.name} in full size`}
      data-region="prompt"
      data-zone="form"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        collapsePrompt();
      }}
    >
      <PromptBar
        name={view.name}
        text={view.data.body.source}
        shown={shown}
        onShow={setShown}
        isFull
        onSize={collapsePrompt}
      />
      {shown === 'template' ? (
        <>
          <div className={styles.text}>
            <PromptBody fileId={fileId} name={view.name} full />
          </div>
          <footer className={styles.foot}>
            <PromptReferences fileId={fileId} prompt={view.data} />
          </footer>
        </>
      ) : (
        <div className={styles.preview}>
          <Suspense fallback={null}>
            <PromptPreview fileId={fileId} prompt={view.data} />
          </Suspense>
        </div>
      )}
    </section>
  );
}
