// The open files: state, the actions that change it and the hooks that read it. Lives outside React (E-DOC-19).
// Components read with `useDocumentPart`, `useGraph`, `useItemView`, `useSelection`; everything else calls the actions. What is derived from a text is derived by
// analysis.ts.
import type { Diagnostic, EditOperation, EditResult, TextEdit } from '@iterion/dsl';
import { useStoreWithEqualityFn } from 'zustand/traditional';
import { analyseSoon, completeAnalysis, endAnalysis, parsedDocument, updateText } from './analysis.ts';
import { getDocument, update, useDocuments } from './documents.ts';
import { type LayoutPatch, type StepOrigin, seal, stepToRedo, stepToUndo } from './history.ts';
import { editDocument } from './language.ts';
import {
  type FileId,
  type ItemId,
  type OpenDocument,
  type Position,
  type Selection,
  type Viewport,
  type ViewMode,
  emptySelection,
  isWorkflowFile,
} from './model.ts';
import { type ItemView, type Projection, emptyProjection, idOf } from './projection.ts';
import * as transition from './transitions.ts';
import { typedAt } from './typingClock.ts';

export { getDocument, useDocuments };

// ── Reading ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

export function getActiveDocument(): OpenDocument | undefined {
  const { active, documents } = useDocuments.getState();
  return active === null ? undefined : documents[active];
}
export function findByPath(path: string): OpenDocument | undefined {
  return Object.values(useDocuments.getState().documents).find((document) => document.path === path);
}

/** One field or computed value of a document; compared by identity, small objects made by `pick` by their members. */
export function useDocumentPart<T>(id: FileId, pick: (document: OpenDocument) => T): T | undefined {
  return useStoreWithEqualityFn(
    // The store is a hook and an object in one; here it is the object.
    // oxlint-disable-next-line react/hooks
    useDocuments,
    (state) => {
      const document = state.documents[id];
      return document && pick(document);
    },
    isSamePart,
  );
}
function isSamePart(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length || Array.isArray(a) !== Array.isArray(b)) return false;
  // Members that are computed on reading (the graph's hashes) are not read for this.
  return keys.every((key) => {
    const before = Object.getOwnPropertyDescriptor(a, key);
    const now = Object.getOwnPropertyDescriptor(b, key);
    return (
      before?.get === undefined && now !== undefined && now.get === undefined && Object.is(before?.value, now.value)
    );
  });
}
export function useGraph(id: FileId): Projection {
  return useDocuments((state) => state.documents[id]?.projection ?? emptyProjection);
}
/** One item's view; renders only when that item's content changes (E-PERF-16). */
export function useItemView(id: FileId, item: ItemId): ItemView | undefined {
  return useDocuments((state) => state.documents[id]?.projection.items.get(item));
}
export function useSelection(id: FileId): Selection {
  return useDocuments((state) => state.documents[id]?.selection ?? emptySelection);
}

// ── Tabs ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Unlike any id of an earlier session, since unsaved buffers come back under theirs. */
function newFileId(): FileId {
  return crypto.randomUUID().slice(0, 8);
}

/** Opens a text in a new tab and makes it the active one. Opening changes nothing (E-DOC-06). */
export function openText(options: Omit<transition.OpenOptions, 'id'> & { readonly id?: FileId }): FileId {
  const id = options.id ?? newFileId();
  const document = transition.opened({ ...options, id });
  useDocuments.setState((state) => ({
    documents: { ...state.documents, [id]: document },
    order: state.order.includes(id) ? state.order : [...state.order, id],
    active: id,
  }));
  completeAnalysis(id);
  return id;
}

export function activate(id: FileId | null): void {
  if (useDocuments.getState().active !== id) useDocuments.setState({ active: id });
}

/** Removes the tab; the neighbour becomes active. Asks nothing: the command does. */
export function closeDocument(id: FileId): void {
  endAnalysis(id);
  useDocuments.setState((state) => {
    const at = state.order.indexOf(id);
    const order = state.order.filter((other) => other !== id);
    const documents = Object.fromEntries(Object.entries(state.documents).filter(([key]) => key !== id));
    const active = state.active === id ? (order[Math.min(at, order.length - 1)] ?? null) : state.active;
    return { documents, order, active };
  });
}

/** Puts a document back as it was: closed tabs, hot exit. */
export function restoreDocument(document: OpenDocument, options: { readonly activate?: boolean } = {}): void {
  const tracked: transition.Tracked = { pending: [], ...document };
  useDocuments.setState((state) => ({
    documents: { ...state.documents, [document.id]: tracked },
    order: state.order.includes(document.id) ? state.order : [...state.order, document.id],
    active: options.activate === false ? state.active : document.id,
  }));
  completeAnalysis(document.id);
}

export function reorderTabs(order: readonly FileId[]): void {
  useDocuments.setState({ order });
}

// ── Changing ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Changes what is neither text nor derived from it; no step. */
export function setDocument(
  id: FileId,
  patch: Partial<Pick<OpenDocument, 'path' | 'title' | 'disk' | 'readOnly' | 'viewport' | 'mode'>>,
): void {
  update(id, (document) => ({ ...document, ...patch }));
}
export function setViewport(id: FileId, viewport: Viewport): void {
  setDocument(id, { viewport });
}
export function setMode(id: FileId, mode: ViewMode): void {
  setDocument(id, { mode });
}

/** What an operation does beside its text edits. Names are those AFTER the operation. */
export interface OperationExtra {
  /** By present node name. */
  readonly positions?: Readonly<Record<string, Position | null>>;
  readonly layout?: LayoutPatch;
  /** `node:NAME`, `edge:FROM->TO`, `schema:NAME`, … by present names. */
  readonly select?: readonly ItemId[];
  readonly origin?: StepOrigin;
  readonly coalesce?: string;
}

/** Carries out an edit operation as one step (E-DOC-02). A refusal changes nothing and says why. */
export function applyOperation(
  id: FileId,
  operation: EditOperation,
  label: string,
  extra: OperationExtra = {},
): EditResult {
  const syntax = parsedDocument(id);
  const document = useDocuments.getState().documents[id];
  if (!syntax || !document) return refused('EDIT_NOT_FOUND', 'This file is not open any more.');
  if (!isWorkflowFile(document)) return refused('EDIT_NOT_FOUND', 'This file is no workflow.');
  const result = editDocument(syntax, operation);
  if (!result.ok) return result;
  // Typing in a field of a large file is analysed after the pause; what names new items needs the views at once.
  const namesItems = extra.positions !== undefined || extra.layout !== undefined || extra.select !== undefined;
  const defer = extra.coalesce !== undefined && !namesItems && transition.isLarge(document.text);
  const change = defer ? update : updateText;
  change(id, (current) =>
    transition.changed(
      current,
      result.edits,
      {
        label,
        origin: extra.origin ?? 'canvas',
        now: timeOf(extra),
        defer,
        ...(extra.coalesce === undefined ? {} : { coalesce: extra.coalesce }),
      },
      (after) => besideOf(after, extra),
    ),
  );
  if (defer) analyseSoon(id);
  return result;
}

function besideOf(after: transition.Tracked, extra: OperationExtra): ReturnType<transition.Beside> {
  const named = (kindAndName: string): ItemId =>
    after.projection.names.get(kindAndName) ?? (kindAndName as ItemId); /* an id that stands for itself */
  const positions = Object.entries(extra.positions ?? {}).map(([name, at]) => [named(`node:${name}`), at] as const);
  const layout: LayoutPatch = {
    ...extra.layout,
    ...(positions.length > 0 ? { positions: { ...extra.layout?.positions, ...Object.fromEntries(positions) } } : {}),
  };
  const items = extra.select?.map(named);
  return { layout, ...(items ? { selection: { items, primary: items.at(-1) ?? null } } : {}) };
}

export interface TextEditOptions {
  readonly label: string;
  readonly origin: StepOrigin;
  readonly coalesce?: string;
}

/** What belongs to a burst of typing is timed by its last key, not by when the page got round to it. */
const timeOf = ({ coalesce }: { readonly coalesce?: string | undefined }): number =>
  coalesce === undefined ? Date.now() : typedAt();

/** Applies text edits (sorted, on the exact text) as one step, or joined to the last one by `coalesce`. */
export function applyTextEdits(id: FileId, edits: readonly TextEdit[], options: TextEditOptions): void {
  const defer = options.origin === 'source';
  const change = defer ? update : updateText;
  change(id, (document) => transition.changed(document, edits, { ...options, now: timeOf(options), defer }));
  if (defer) analyseSoon(id);
}

/** Moves nodes as one step; null releases a position. Keys are item ids. */
export function setPositions(
  id: FileId,
  positions: Readonly<Record<ItemId, Position | null>>,
  label: string,
  coalesce?: string,
): void {
  setLayout(id, { positions }, label, coalesce);
}
/** Changes the layout as one step: positions, direction, spacing, looks of groups. */
export function setLayout(id: FileId, layout: LayoutPatch, label: string, coalesce?: string): void {
  update(id, (document) =>
    transition.changed(
      document,
      [],
      { label, origin: 'layout', now: timeOf({ coalesce }), ...(coalesce === undefined ? {} : { coalesce }) },
      () => ({ layout }),
    ),
  );
}
/** Takes over a layout that nobody made just now (sidecar, browser memory, first placement): no step. */
export function adoptLayout(id: FileId, layout: LayoutPatch): void {
  update(id, (document) => transition.patched(document, layout));
}

/** Selects; `primary` defaults to the last item. Never moves a view (E-CANVAS-06). */
export function select(id: FileId, items: readonly ItemId[], primary?: ItemId | null): void {
  update(id, (document) => transition.selected(document, items, primary));
}

/** Undoes one step and returns its label; undefined when there is none. */
export function undo(id: FileId): string | undefined {
  const step = stepToUndo(useDocuments.getState().documents[id]?.history ?? emptySteps);
  updateText(id, transition.undone);
  return step?.label;
}
export function redo(id: FileId): string | undefined {
  const step = stepToRedo(useDocuments.getState().documents[id]?.history ?? emptySteps);
  updateText(id, transition.redone);
  return step?.label;
}
const emptySteps = { steps: [], index: 0, savedIndex: null, open: false, nextId: 1 } as const;

/** Goes to the state after `index` steps (E-UNDO-07). */
export function travel(id: FileId, index: number): void {
  updateText(id, (document) => {
    let at = document;
    while (at.history.index > index) at = transition.undone(at);
    while (at.history.index < index && at.history.index < at.history.steps.length) at = transition.redone(at);
    return at;
  });
}

/** Ends the present typing step: caret jump, focus change (E-UNDO-04). */
export function endStep(id: FileId): void {
  update(id, (document) => (document.history.open ? { ...document, history: seal(document.history) } : document));
}

/** What the server's environment says about version `version` of the text. */
export function setEnvironment(id: FileId, version: number, diagnostics: readonly Diagnostic[]): void {
  update(id, (document) => transition.withEnvironment(document, version, diagnostics));
}

/** `text` is on disk under `hash`. */
export function markSaved(id: FileId, text: string, hash: string): void {
  update(id, (document) => transition.saved(document, text, hash));
}

/** The disk holds `text` under `hash`, and the buffer is based on it though it says something else. */
export function setBase(id: FileId, text: string, hash: string): void {
  update(id, (document) => ({ ...document, savedText: text, baseHash: hash, disk: 'same' }));
}

export function itemNamed(id: FileId, kind: Parameters<typeof idOf>[1], name: string): ItemId | undefined {
  return idOf(useDocuments.getState().documents[id]?.projection ?? emptyProjection, kind, name);
}

function refused(code: 'EDIT_NOT_FOUND', reason: string): EditResult {
  return { ok: false, refusal: { code, reason } };
}
