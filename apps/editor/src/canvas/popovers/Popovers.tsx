// The popovers of the canvas, loaded after its first paint (E-PERF-02): none of them is open before someone asks.
import type { FileId } from '../../document/model.ts';
import { ContextMenu } from './ContextMenu.tsx';
import { Creator } from './Creator.tsx';
import { DropChoice } from './DropChoice.tsx';
import { InPlaceEditor } from './InPlaceEditor.tsx';

export function Popovers({ fileId }: { readonly fileId: FileId }) {
  return (
    <>
      <Creator fileId={fileId} />
      <InPlaceEditor fileId={fileId} />
      <ContextMenu />
      <DropChoice fileId={fileId} />
    </>
  );
}
