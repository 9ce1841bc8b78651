// Monaco on the buffer.
import type { FileId } from '../document/model.ts';
import { useDocumentPart } from '../document/store.ts';
import classes from './SourcePane.module.css';

export function SourceEditor({ fileId }: { readonly fileId: FileId }) {
  const text = useDocumentPart(fileId, (document) => document.text) ?? '';
  return <pre className={classes['plain']}>{text}</pre>;
}
