// Search bar and popovers of the canvas, loaded after its first paint (E-PERF-02): none of them is open before someone asks.
import type { FileId } from '../../document/model.ts';
import type { Projection } from '../../document/projection.ts';
import { SearchBar } from '../search/SearchBar.tsx';
import { Creator } from './Creator.tsx';
import { DropChoice } from './DropChoice.tsx';
import { InPlaceEditor } from './InPlaceEditor.tsx';

interface Props {
  readonly fileId: FileId;
  readonly projection: Projection;
}

export function Popovers({ fileId, projection }: Props) {
  return (
    <>
      <SearchBar projection={projection} />
      <Creator fileId={fileId} />
      <InPlaceEditor fileId={fileId} />
      <DropChoice fileId={fileId} />
    </>
  );
}
