// What is drawn at which zoom (E-CANVAS-11): full cards, icon and title, or everything painted on one layer.
import { useStore } from '@xyflow/react';
import { preferences } from '../app/preferences.ts';

export type LevelOfDetail = 'full' | 'middle' | 'painted';
const fullFrom = 0.7;
/** Below this a card is paint; above it its title can be read. */
const middleFrom = 0.4;
/** Titles of the middle level on the plane of the graph; farther away they grow, so that none is smaller than 11 px on the screen. */
const middleTitle = 20;
const leastTitle = 11;

/** Paint cannot be read by assistive technology: with a screen reader there is none (E-A11Y-12). */
function levelAt(zoom: number): LevelOfDetail {
  if (zoom >= fullFrom) return 'full';
  return zoom >= middleFrom || preferences().screenReader ? 'middle' : 'painted';
}
export function useLevelOfDetail(): LevelOfDetail {
  return useStore((state) => levelAt(state.transform[2]));
}
/** The size of titles in pixels of the plane; null where cards have their own. */
export function useTitleSize(): number | null {
  return useStore(({ transform: [, , zoom] }) =>
    levelAt(zoom) === 'middle' ? Math.max(middleTitle, Math.ceil(leastTitle / zoom)) : null,
  );
}
/** Whether titles of that size need a second line. */
export function isFar(titleSize: number | null): boolean {
  return titleSize !== null && titleSize > middleTitle;
}
