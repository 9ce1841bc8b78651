// Layout on disk and in the browser (E-LAYOUT-08 to -11). The sidecar comes into being with the first explicit layout act; until then positions
// live in the browser, so that a reload shows the same picture. Written 500 ms after the last change, with the hash it is based on.
import { notify } from '../../app/notifications.tsx';
import { readLayout } from '../../files/layoutAhead.ts';
import { onWorkspaceChange } from '../../files/workspace.ts';
import type { GroupLook, ItemId, OpenDocument, Position } from '../../document/model.ts';
import type { FileId } from '../../document/model.ts';
import type { LayoutPatch } from '../../document/history.ts';
import { idOf, nodeOf } from '../../document/projection.ts';
import { whenAnalysed } from '../../document/analysis.ts';
import { adoptLayout, getDocument, setLayout, useDocuments } from '../../document/store.ts';
import { ApiError, api } from '../../server/api.ts';
import { rememberedLayout, rememberLayoutOf } from './browserLayouts.ts';
import { mergeSidecars, parseSidecar, printSidecar } from './sidecarFormat.ts';
import type { Sidecar } from './sidecarFormat.ts';

const writePauseMs = 500;
const attempts = 3;

interface Synced {
  path: string;
  /** What is on disk as we know it; null while there is no sidecar. */
  base: Sidecar | null;
  hash: string | null;
  /** A change that waits to be written. */
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Reading and writing the sidecar, one after the other: what is heard of one's own writing is no news then. */
  turn: Promise<void>;
}
const syncedAt = (path: string): Synced => ({
  path,
  base: null,
  hash: null,
  timer: undefined,
  turn: Promise.resolve(),
});
function inTurn(state: Synced, work: () => Promise<void>): void {
  state.turn = state.turn.then(work).catch((error: unknown) => {
    if (!(error instanceof ApiError)) reportError(error); // of a server that fails, the next change tells
  });
}
const synced = new Map<FileId, Synced>();

/** Brings the positions of a file that has none from its sidecar or the browser. Resolves also when there are none. */
export async function loadLayout(fileId: FileId): Promise<void> {
  const document = getDocument(fileId);
  if (!document || document.path === null || synced.has(fileId)) return;
  const { path } = document;
  const state = syncedAt(path);
  synced.set(fileId, state);
  const isFresh = Object.keys(document.positions).length === 0;
  try {
    const { text, hash } = await readLayout(path);
    if (text !== null) {
      state.base = parseSidecar(text);
      state.hash = hash;
      if (state.base.damaged > 0)
        notify({
          kind: 'warning',
          title: 'Part of the layout could not be read',
          message: `${state.base.damaged} damaged lines of the layout of ${path} are ignored.`,
        });
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error; // without a server the browser's memory has to do
  }
  const known = state.base ?? parsed(rememberedLayout(path));
  // The layout speaks of names; a large text is still being read for them.
  await whenAnalysed(fileId);
  const now = getDocument(fileId);
  if (isFresh && known && now) adoptLayout(fileId, patchOf(known, now));
}
function parsed(text: string | null): Sidecar | null {
  return text === null ? null : parseSidecar(text);
}

let following = false;
/** Follows every open document and the workspace; starts once. */
export function followLayouts(): void {
  if (following) return;
  following = true;
  useDocuments.subscribe((state, before) => {
    for (const [id, document] of Object.entries(state.documents)) {
      const old = before.documents[id];
      if (!old || document.path === null) continue;
      if (old.path !== document.path) moved(id, document.path);
      // A saved text may name nodes anew, or no longer have them (E-LAYOUT-10).
      if (!sameLayout(old, document) || old.savedText !== document.savedText) changed(id, document);
    }
    for (const [id, document] of Object.entries(before.documents)) if (!state.documents[id]) closed(id, document);
  });
  onWorkspaceChange({
    changed: (change) => {
      if (change.kind !== 'layout') return;
      for (const [id, state] of synced)
        if (state.path === change.path) inTurn(state, async () => takeOver(id, change.hash));
    },
    reloaded: () => {},
  });
}

/** Saved for the first time: there is no sidecar yet. Renamed, moved or saved elsewhere: one that there was goes along. */
function moved(fileId: FileId, path: string): void {
  const state = synced.get(fileId);
  if (!state) {
    synced.set(fileId, syncedAt(path));
    return;
  }
  state.path = path;
  if (state.base !== null) inTurn(state, async () => carry(fileId, state));
}

/** What was moved just before a tab was closed is written all the same. */
function closed(fileId: FileId, document: OpenDocument): void {
  const state = synced.get(fileId);
  synced.delete(fileId);
  if (state?.timer === undefined) return;
  clearTimeout(state.timer);
  inTurn(state, async () => write(fileId, state, document));
}

/** The server moves the sidecar when it moves the file; a copy, or a file moved by somebody else, gets one of its own (E-FILE-03). */
async function carry(fileId: FileId, state: Synced): Promise<void> {
  try {
    const { text, hash } = await api.call('layout.read', { query: { path: state.path } });
    state.hash = hash;
    if (text === null) state.base = null;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return; // The next change of the layout writes it, or says why it cannot.
  }
  await write(fileId, state);
}

function sameLayout(a: OpenDocument, b: OpenDocument): boolean {
  return a.positions === b.positions && a.groups === b.groups && a.direction === b.direction && a.spacing === b.spacing;
}

function changed(fileId: FileId, document: OpenDocument): void {
  const state = synced.get(fileId);
  if (!state) return;
  const last = document.history.steps[document.history.index - 1];
  const isAct = last?.origin === 'layout' && last.label !== onDiskLabel;
  if (state.base === null && !isAct) {
    if (held.has(fileId)) return;
    rememberLayoutOf(state.path, printSidecar(sidecarOf(document, null)));
    return;
  }
  clearTimeout(state.timer);
  state.timer = setTimeout(() => {
    state.timer = undefined;
    inTurn(state, async () => write(fileId, state));
  }, writePauseMs);
}

/** Files that show a quick placement until the layout engine answers: a reload meanwhile must not keep it (E-LAYOUT-03). */
const held = new Set<FileId>();
export function holdLayout(fileId: FileId): void {
  held.add(fileId);
}
export function releaseLayout(fileId: FileId): void {
  const document = getDocument(fileId);
  if (held.delete(fileId) && document) changed(fileId, document);
}

async function write(fileId: FileId, state: Synced, document = getDocument(fileId), left = attempts): Promise<void> {
  if (!document || document.readOnly !== null) return;
  const sidecar = sidecarOf(document, state.base);
  const text = printSidecar(sidecar);
  if (state.base && text === printSidecar(state.base)) return;
  try {
    const { hash } = await api.call('layout.write', {
      query: { path: state.path },
      body: { text },
      base: state.hash ?? 'create',
    });
    state.base = sidecar;
    state.hash = hash;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 'precondition_failed' && left > 1) {
      await takeOver(fileId);
      await write(fileId, state, getDocument(fileId), left - 1);
      return;
    }
    rememberLayoutOf(state.path, text);
    if (error.code !== 'network')
      notify({
        kind: 'warning',
        title: 'The layout was not saved',
        message: `${error.message} It is kept in this browser.`,
        key: 'layout-write',
      });
  }
}

const onDiskLabel = 'Layout changed on disk';
/** Somebody else wrote the sidecar, `news` as one hears: merged by key and applied as one step. */
async function takeOver(fileId: FileId, news?: string | null): Promise<void> {
  const state = synced.get(fileId);
  if (!state || state.hash === news) return;
  const { text, hash } = await api.call('layout.read', { query: { path: state.path } });
  if (hash !== null && hash === state.hash) return;
  const document = getDocument(fileId);
  if (text === null || !document) {
    state.hash = null;
    return;
  }
  const theirs = parseSidecar(text);
  const mine = sidecarOf(document, state.base);
  const merged = state.base ? mergeSidecars(state.base, mine, theirs) : theirs;
  state.base = theirs;
  state.hash = hash;
  setLayout(fileId, patchOf(merged, document), onDiskLabel);
}

/** The layout by present names. Ends and nodes that are gone are left out. */
function sidecarOf(document: OpenDocument, base: Sidecar | null): Sidecar {
  const nodes = new Map<string, Position>();
  for (const [id, at] of Object.entries(document.positions) as [ItemId, Position][]) {
    const name = id === 'node:' ? startName : nodeOf(document.projection, id)?.name;
    if (name !== undefined)
      nodes.set(name, { x: Math.round(at.x), y: Math.round(at.y), ...(at.pin ? { pin: true } : {}) });
  }
  const groups = new Map<string, GroupLook>();
  for (const [id, look] of Object.entries(document.groups) as [ItemId, GroupLook][]) {
    const view = document.projection.items.get(id);
    if (view?.type === 'declaration') groups.set(view.name, look);
  }
  return {
    direction: document.direction,
    spacing: document.spacing,
    nodes,
    groups,
    others: base?.others ?? [],
    damaged: 0,
  };
}
/** The start pill has no name in the language; this cannot be one. */
const startName = '(start)';

function patchOf(sidecar: Sidecar, document: OpenDocument): LayoutPatch {
  const positions: Record<ItemId, Position> = {};
  for (const [name, at] of sidecar.nodes) {
    const id = name === startName ? 'node:' : idOf(document.projection, 'node', name);
    if (id) positions[id] = at;
  }
  const groups: Record<ItemId, GroupLook> = {};
  for (const [name, look] of sidecar.groups) {
    const id = idOf(document.projection, 'group', name);
    if (id) groups[id] = look;
  }
  return { positions, groups, direction: sidecar.direction, spacing: sidecar.spacing };
}
