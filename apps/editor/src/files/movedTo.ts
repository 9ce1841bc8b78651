// A buffer that is saved or found at another path.
import { editAddress, goTo } from '../app/navigation.ts';
import type { FileId } from '../document/model.ts';
import { getDocument, setDocument } from '../document/store.ts';

/** The buffer got another place: address and tab follow. */
export function movedTo(id: FileId, path: string): void {
  const document = getDocument(id);
  if (!document) return;
  const shown = location.pathname + location.search === editAddress(document);
  setDocument(id, { path, title: path });
  if (shown) goTo(editAddress({ id, path }), { replace: true });
}
