// A prompt in the panel (E-INSP-14): its whole text or what a model would read, how long it is, what it refers to.
import type { Prompt } from '@iterion/dsl';
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { collapsePrompt, expandPrompt, useExpandedPrompt } from '../../app/expandedPrompt.ts';
import type { FileId, ItemId } from '../../document/model.ts';
import inspector from '../Inspector.module.css';
import { PromptBar } from './PromptBar.tsx';
import type { Shown } from './PromptBar.tsx';
import { PromptBody } from './PromptBody.tsx';
import { PromptReferences } from './PromptReferences.tsx';

const PromptPreview = lazy(async () => import('../values/PromptPreview.tsx'));

interface Props {
  readonly fileId: FileId;
  readonly item: ItemId;
  readonly prompt: Prompt;
}

export function PromptForm({ fileId, item, prompt }: Props) {
  const [shown, setShown] = useState<Shown>('template');
  const isExpanded = useExpandedPrompt(fileId)?.item === item;
  return (
    <section className={inspector.section} aria-label="Text">
      <PromptBar
        text={prompt.body.source}
        shown={shown}
        onShow={setShown}
        isFull={isExpanded}
        onSize={() => (isExpanded ? collapsePrompt() : expandPrompt(fileId, item))}
      />
      <div className={inspector.fields}>
        {isExpanded && (
          <p className={inspector.note}>
            The text is open in full size.{' '}
            <Button variant="default" size="compact-xs" onClick={collapsePrompt}>
              Back to the panel
            </Button>
          </p>
        )}
        {shown === 'template' ? (
          <>
            {/* Kept while it is open in full size: caret and undo of the text area stay. */}
            <div hidden={isExpanded}>
              <PromptBody fileId={fileId} name={prompt.name} quiet />
            </div>
            <PromptReferences fileId={fileId} prompt={prompt} />
          </>
        ) : (
          <Suspense fallback={null}>
            <PromptPreview fileId={fileId} prompt={prompt} />
          </Suspense>
        )}
      </div>
    </section>
  );
}
