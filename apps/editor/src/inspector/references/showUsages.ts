// Shows where something is used: its form, opened at the list (E-INSP-12).
import { setPreferences } from '../../app/preferences.ts';
import { focusWhenThere } from '../../app/regions.ts';
import type { FileId, ItemId } from '../../document/model.ts';
import { itemKind } from '../../document/model.ts';
import { select } from '../../document/store.ts';
import { openSection } from '../openSections.ts';

/** What the form of an item calls its kind, where that is not the kind of the item. */
const forms: { readonly [kind: string]: string } = { var: 'variable' };

export function showUsages(fileId: FileId, item: ItemId): void {
  const kind = itemKind(item);
  openSection(forms[kind] ?? kind, 'Used by');
  select(fileId, [item]);
  focusWhenThere(
    () => document.querySelector<HTMLElement>('[data-region="inspector"] section[aria-label="Used by"] button'),
    () => setPreferences({ inspector: true }),
  );
}
