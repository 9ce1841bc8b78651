// Ids and places of what a file holds: the vocabulary that history, identity, projection and model share.

/** Opaque; stable for the life of the tab, also when the file is renamed or saved elsewhere. */
export type FileId = string;

export type ItemKind =
  | 'node'
  | 'edge'
  | 'group'
  | 'note'
  | 'workflow'
  | 'schema'
  | 'prompt'
  | 'var'
  | 'preset'
  | 'attachment'
  | 'mcp_server'
  | 'cursor'
  | 'unknown';
/**
 * Internal id of an item: `node:plan`, `edge:plan->judge#2`, `schema:verdict`. Minted from the name an item has when it is first
 * seen and then carried over renames, so the part after the colon is NOT the present name: read the name from the view.
 */
export type ItemId = `${ItemKind}:${string}`;

export function itemKind(id: ItemId): ItemKind {
  return id.slice(0, id.indexOf(':')) as ItemKind;
}

/** E-CANVAS-01: a set of items and one primary item, shared by canvas, outline, source and inspector. */
export interface Selection {
  readonly items: readonly ItemId[];
  readonly primary: ItemId | null;
}
export const emptySelection: Selection = { items: [], primary: null };

export interface Position {
  readonly x: number;
  readonly y: number;
  /** Placed by hand (E-LAYOUT-09). */
  readonly pin?: boolean;
}
export type Positions = Readonly<Record<ItemId, Position>>;
export type Direction = 'down' | 'right';
export type Spacing = 'tight' | 'normal' | 'loose';
export interface GroupLook {
  readonly color?: string;
  readonly collapsed?: boolean;
}
/** What the sidecar records; never part of the text (E-LAYOUT-10). */
export interface Layout {
  readonly positions: Positions;
  readonly direction: Direction;
  readonly spacing: Spacing;
  readonly groups: Readonly<Record<ItemId, GroupLook>>;
}
export const emptyLayout: Layout = { positions: {}, direction: 'down', spacing: 'normal', groups: {} };
