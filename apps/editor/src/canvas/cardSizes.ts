// Fixed sizes per density, so that layout, culling and ports need no measuring (E-VIS-08).
import type { Size } from './kernels/geometry.ts';

export type Density = 'compact' | 'normal' | 'detailed';
export const densities: readonly Density[] = ['compact', 'normal', 'detailed'];

export const cardSizes: { readonly [D in Density]: Size } = {
  compact: { width: 200, height: 44 },
  normal: { width: 240, height: 76 },
  detailed: { width: 240, height: 116 },
};
export const startSize: Size = { width: 96, height: 32 };
export const terminalSize: Size = { width: 120, height: 36 };
export const groupSize: Size = { width: 240, height: 64 };
