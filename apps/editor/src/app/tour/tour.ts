// The two-minute tour: which step is shown, over which buffer. The card (TourCard.tsx) is loaded when the tour begins; the outline around what a step
// speaks of is drawn by style rules on `data-tour` of the page (TourCard.module.css).
import { create } from 'zustand';
import type { FileId } from '../../document/model.ts';
import { getDocument } from '../../document/store.ts';
import { openExample } from '../../files/openFile.ts';

interface Tour {
  /** Index of the step; null while there is no tour. */
  readonly step: number | null;
  readonly fileId: FileId | null;
}
export const useTour = create<Tour>(() => ({ step: null, fileId: null }));

/** A small workflow with a loop, so that running it has something to show. */
const exampleId = 'judge_loop';

/** Opens the example as a buffer of its own and shows the first step; says why when there is no server to ask. */
export async function startTour(): Promise<void> {
  const known = useTour.getState().fileId;
  const fileId = known !== null && getDocument(known) ? known : await openExample(exampleId);
  if (fileId !== null) useTour.setState({ step: 0, fileId });
}
export function endTour(): void {
  useTour.setState({ step: null });
  delete document.documentElement.dataset['tour'];
}
