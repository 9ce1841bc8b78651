// What the editor knows of one open file. The text is the document (E-DOC-01): `text` is the only thing that is edited, everything
// marked "derived" is computed from it. Items are addressed by ids that survive renames and reordering (E-DOC-13).
import type { CompiledGraph, Diagnostic } from '@iterion/dsl';
import type { History } from './history.ts';
import type { Direction, FileId, Layout, Positions, Selection, Spacing } from './items.ts';
import type { SyntaxDocument } from './language.ts';
import type { Projection } from './projection.ts';

export * from './items.ts';

export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}
export type ViewMode = 'graph' | 'split' | 'text';

/** How the file stands to the disk, beside being dirty. */
type DiskState = 'same' | 'deleted' | 'conflict';

export interface OpenDocument {
  readonly id: FileId;
  /** Workspace-relative path; null for a buffer that was never saved. */
  readonly path: string | null;
  /** What the tab shows when there is no path. */
  readonly title: string;
  /** The exact text: byte order mark and every line's own end included (E-DOC-04). */
  readonly text: string;
  /** The text on disk as of the last open, save or merge; null for a buffer that was never saved. */
  readonly savedText: string | null;
  /** Content hash `sha256-…` of `savedText`; null before the first save. */
  readonly baseHash: string | null;
  readonly disk: DiskState;
  readonly readOnly: string | null;
  /** Shows what strict checking would report, without changing the file (E-DIAG-09). */
  readonly strict: boolean;
  /** Counts every change of `text`. */
  readonly version: number;

  /** Derived: the syntax tree of `text` at `analysedVersion`. */
  readonly document: SyntaxDocument | null;
  /** Derived: the compiled graph at `analysedVersion`. */
  readonly graph: CompiledGraph | null;
  /** The newest graph of a text without syntax errors (E-DOC-07). */
  readonly lastGoodGraph: CompiledGraph | null;
  /** Derived, in text order: the language's and, when a server is there, those of its environment. */
  readonly diagnostics: readonly Diagnostic[];
  /** The language's own; those of an earlier text, moved along, until the present one is checked. */
  readonly found: readonly Diagnostic[];
  /** What the server's environment has to say about the text (E-DIAG-01); moves with the text until it is replaced. */
  readonly environment: readonly Diagnostic[];
  /** Derived: what the views show; structurally shared between versions (E-DOC-14). */
  readonly projection: Projection;
  /**
   * The version of `text` that graph and projection describe. They lag while someone types in the source, and above 64 KiB after opening.
   */
  readonly analysedVersion: number;
  /** The version that the checks were made on: the graph does not wait for them (E-DOC-15). */
  readonly checkedVersion: number;

  readonly history: History;
  readonly selection: Selection;
  /** The layout's positions; items without one are placed by the canvas. */
  readonly positions: Positions;
  readonly direction: Direction;
  readonly spacing: Spacing;
  readonly groups: Layout['groups'];
  /** Where the canvas looks; null before the first fit (E-CANVAS-14). */
  readonly viewport: Viewport | null;
  readonly mode: ViewMode;
}

/** Whether the present text was checked and has no error. */
export function isValid({ checkedVersion, version, found }: OpenDocument): boolean {
  return checkedVersion === version && !found.some((diagnostic) => diagnostic.severity === 'error');
}
/** A buffer that was never saved is dirty once something was done to it. */
export function isDirty(document: OpenDocument): boolean {
  return document.savedText === null ? document.history.index > 0 : document.text !== document.savedText;
}
/** Other texts of the workspace are edited as plain text: nothing is derived from them, and nothing is said about them. */
export function isWorkflowFile({ path }: Pick<OpenDocument, 'path'>): boolean {
  return path === null || /\.(?:iter|bot)$/iu.test(path);
}
/** Last part of the path, or the title of an unsaved buffer. */
export function displayName(document: Pick<OpenDocument, 'path' | 'title'>): string {
  return document.path?.split('/').at(-1) ?? document.title;
}
