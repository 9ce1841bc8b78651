// What is drawn at which zoom (E-CANVAS-11): full cards, icon and title, or everything painted on one layer.
import { useStore } from '@xyflow/react';

export type LevelOfDetail = 'full' | 'middle' | 'painted';
export const fullFrom = 0.7;
export const middleFrom = 0.4;

function levelAt(zoom: number): LevelOfDetail {
  if (zoom >= fullFrom) return 'full';
  return zoom >= middleFrom ? 'middle' : 'painted';
}
export function useLevelOfDetail(): LevelOfDetail {
  return useStore((state) => levelAt(state.transform[2]));
}
