// Where a canvas gets its content from: an open document, or the graph of a run. The canvas itself knows only this.
import type { FanOut, Loop } from '@iterion/dsl';
import type { Direction, ItemId, Layout, Positions, Selection, Spacing } from '../document/model.ts';
import type { Projection } from '../document/projection.ts';
import type { Density } from './cardSizes.ts';

export interface CanvasContent {
  readonly projection: Projection;
  readonly loops: readonly Loop[];
  readonly fanOuts: readonly FanOut[];
  readonly positions: Positions;
  readonly groups: Layout['groups'];
  readonly direction: Direction;
  readonly spacing: Spacing;
  readonly selection: Selection;
  readonly density: Density;
}
export interface CanvasSource {
  /** Says which layouts replace each other and which routes are remembered: the file, or the run. */
  readonly key: string;
  readonly read: () => CanvasContent | null;
  readonly subscribe: (listener: () => void) => () => void;
  /** Takes over positions that nobody chose: a first layout, the place of a node that was typed. No step (E-LAYOUT-09). */
  readonly adopt: (positions: Readonly<Record<ItemId, { readonly x: number; readonly y: number }>>) => void;
  /** What is adopted from now on is a stopgap that a better layout is about to replace; it is not worth remembering. */
  readonly hold?: () => void;
  /** The positions are those that stay. */
  readonly release?: () => void;
}
