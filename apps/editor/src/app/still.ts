// Whether things should stand still (E-A11Y-12): the system asks for less motion, or somebody listens instead of watching.
import { preferences } from './preferences.ts';

export function isStill(): boolean {
  return preferences().screenReader || matchMedia('(prefers-reduced-motion: reduce)').matches;
}
