// What the canvas lets people do, as types: the view store and the host name these, the actions and gestures carry them out.
import type { NodeKind, RouterNode } from '@iterion/dsl';
import type { DragEvent } from 'react';
import type { ItemId } from '../document/model.ts';
import type { Point } from './kernels/geometry.ts';

export type NewKind =
  | { readonly kind: NodeKind; readonly mode?: RouterNode['mode'] }
  | { readonly terminal: 'done' | 'fail' };

export interface ConnectActions {
  /** What the other end may be: null when it may, else the reason (E-EDGE-08). */
  readonly verdict: (
    from: ItemId,
    to: ItemId,
    reconnect?: { readonly edge: ItemId; readonly end: 'source' | 'target' },
  ) => string | null;
  readonly connect: (from: ItemId, to: ItemId) => void;
  readonly retarget: (edge: ItemId, end: 'source' | 'target', to: ItemId) => void;
  /** The other end was dropped on the pane. */
  readonly create: (from: ItemId, client: Point, at: Point) => void;
}

export interface DropHandlers {
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragLeave: () => void;
  readonly onDrop: (event: DragEvent) => void;
}
