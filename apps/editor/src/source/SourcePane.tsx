// The source view's place: a plain, selectable text until the editor is loaded (E-SRC-01), read-only text where it may not be.
import { Suspense } from 'react';
import type { FileId } from '../document/model.ts';
import { useDocumentPart } from '../document/store.ts';
import classes from './SourcePane.module.css';
import { lazyPart } from '../ui/lazyPart.tsx';

const SourceEditor = lazyPart(async () => (await import('./SourceEditor.tsx')).SourceEditor);

export function SourcePane({ fileId }: { readonly fileId: FileId }) {
  return (
    <Suspense fallback={<PlainText fileId={fileId} />}>
      <SourceEditor fileId={fileId} key={fileId} />
    </Suspense>
  );
}

function PlainText({ fileId }: { readonly fileId: FileId }) {
  const text = useDocumentPart(fileId, (document) => document.text) ?? '';
  return (
    <pre className={classes['plain']} tabIndex={0} aria-label="Source, loading the editor">
      {text}
    </pre>
  );
}
