// What is drawn at which zoom (E-CANVAS-11): full cards, icon and title, or everything painted on one layer.
import { useStore } from '@xyflow/react';

export type LevelOfDetail = 'full' | 'middle' | 'painted';
const fullFrom = 0.7;
/** Below this a card is paint; above it its title can be read. */
export const middleFrom = 0.4;
/** Below this titles need more than their usual size of the middle level to be 11 px on the screen. */
const farBelow = 0.55;

function levelAt(zoom: number): LevelOfDetail {
  if (zoom >= fullFrom) return 'full';
  return zoom >= middleFrom ? 'middle' : 'painted';
}
export function useLevelOfDetail(): LevelOfDetail {
  return useStore((state) => levelAt(state.transform[2]));
}
export function useIsFar(): boolean {
  return useStore((state) => state.transform[2] < farBelow);
}
