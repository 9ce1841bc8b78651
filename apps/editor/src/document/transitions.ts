// What may happen to an open document, as pure functions from one value to the next. The store calls these and nothing else
// changes a document. Invariants:
// 1. `text` changes only by text edits, each recorded as a step with its inverse (E-UNDO-01).
// 2. Graph and projection always come from one text together, `analysedVersion`; checks of that text may follow, `checkedVersion`.
// 3. A step that changes nothing is not recorded.
import { type CompiledGraph, type Diagnostic, type TextEdit, applyEdits, invertEdits } from '@iterion/dsl';
import {
  type History,
  type LayoutPatch,
  type Step,
  type StepOrigin,
  emptyHistory,
  markSaved as markHistorySaved,
  moved,
  record,
  stepToRedo,
  stepToUndo,
} from './history.ts';
import { compileDocument, isLanguageLoaded, linkDocument, parseText } from './language.ts';
import {
  type FileId,
  type ItemId,
  type OpenDocument,
  type Position,
  type Selection,
  emptyLayout,
  emptySelection,
  isWorkflowFile,
} from './model.ts';
import { movedDiagnostics } from './movedDiagnostics.ts';
import { emptyProjection, isSyntaxError, project, withProblems } from './projection.ts';
import { unknownBlocks } from './unknownBlocks.ts';
import { shareDiagnostics } from './sharedDiagnostics.ts';

/** What the store keeps beside the document: the edits since the last analysis. */
/** From this many UTF-16 units on, a text is analysed in a worker (E-DOC-15), but for the graph that an act of the user waits for. */
const largeText = 64 * 1024;
/** Workers exist in browsers; elsewhere (tests) everything is analysed in place. */
const hasWorker = typeof Worker !== 'undefined';
export function isLarge(text: string): boolean {
  return hasWorker && text.length >= largeText;
}

interface Pending {
  readonly changes: readonly (readonly TextEdit[])[];
}
export type Tracked = OpenDocument & { readonly pending: Pending['changes'] };

export interface OpenOptions {
  readonly id: FileId;
  readonly path: string | null;
  readonly title: string;
  readonly text: string;
  /** Content hash when the text is on disk, null for a new buffer. */
  readonly hash: string | null;
  readonly readOnly?: string | null;
}

/** A large text is left to `analysed` or to a worker. */
export function opened(options: OpenOptions): Tracked {
  const document: Tracked = {
    id: options.id,
    path: options.path,
    title: options.title,
    text: options.text,
    savedText: options.hash === null ? null : options.text,
    baseHash: options.hash,
    disk: 'same',
    readOnly: options.readOnly ?? null,
    strict: false,
    version: 1,
    document: null,
    graph: null,
    lastGoodGraph: null,
    diagnostics: [],
    found: [],
    environment: [],
    projection: emptyProjection,
    analysedVersion: 0,
    checkedVersion: 0,
    history: emptyHistory(options.hash !== null),
    selection: emptySelection,
    ...emptyLayout,
    viewport: null,
    mode: isWorkflowFile(options) ? 'graph' : 'text',
    pending: [],
  };
  return isLarge(document.text) ? document : analysed(document);
}

/** Brings the syntax tree up to the text; cheap, since only the statements that changed are read again. */
export function parsed(document: Tracked): Tracked {
  if (document.document?.text === document.text) return document;
  return { ...document, document: parseText(document.text, document.document ?? undefined) };
}

/**
 * Brings the derived parts up to the text: all of them, or, of a large text, those that the canvas needs; its checks are a worker's.
 * `all` has them made here.
 */
export function analysed(document: Tracked, all = !isLarge(document.text)): Tracked {
  const isLinked = document.analysedVersion === document.version;
  if (isLinked && (!all || !isLanguageLoaded() || document.checkedVersion === document.version))
    return parsed(document);
  const syntax = parseText(document.text, document.document ?? undefined);
  const graph = all ? compileDocument(syntax, document.strict) : linkDocument(syntax, document.strict);
  return withGraph({ ...document, document: syntax }, graph, document.version, all && isLanguageLoaded());
}

/** Another workflow of the file is meant from now on; the text stays. */
export function withWorkflow(document: Tracked, workflow: number): Tracked {
  const syntax = parseText(document.text, document.document ?? undefined, workflow);
  return analysed({ ...document, document: syntax, analysedVersion: -1, checkedVersion: -1 });
}

/**
 * Takes over the graph of the text at `version`; that of an older one is dropped (E-DOC-15). A graph that was not checked brings what
 * the parser found; what the checks found before stays, moved along with the text, until they are made again.
 */
export function withGraph(document: Tracked, graph: CompiledGraph, version: number, checked: boolean): Tracked {
  const isNews = document.analysedVersion !== version || (checked && document.checkedVersion !== version);
  if (version !== document.version || !isNews) return document;
  const changes = document.pending;
  const environment = movedDiagnostics(document.environment, changes, document.text);
  const found = !isWorkflowFile(document)
    ? []
    : checked
      ? graph.diagnostics
      : carriedOver(graph.diagnostics, movedDiagnostics(document.found, changes, document.text));
  const syntax = document.document;
  const unknown = isWorkflowFile(document) && syntax?.text === document.text ? unknownBlocks(syntax) : [];
  const projection = project(
    { text: document.text, graph, unknown, changes, diagnostics: [...found, ...environment] },
    document.projection,
  );
  return {
    ...document,
    graph,
    lastGoodGraph: graph.diagnostics.some(isSyntaxError) ? document.lastGoodGraph : graph,
    diagnostics: shareDiagnostics(document.diagnostics, inTextOrder([...found, ...environment])),
    found,
    environment,
    projection,
    analysedVersion: version,
    checkedVersion: checked ? version : document.checkedVersion,
    pending: [],
    selection: withoutVanished(document.selection, projection.items),
  };
}
function carriedOver(parsedNow: readonly Diagnostic[], before: readonly Diagnostic[]): readonly Diagnostic[] {
  const isHere = new Set(parsedNow.map(({ code, range }) => `${code} ${range.start.offset}`));
  const stays = ({ code, severity, range }: Diagnostic): boolean =>
    !isSyntaxError({ code, severity }) && !isHere.has(`${code} ${range.start.offset}`);
  return [...parsedNow, ...before.filter(stays)];
}

/** What the checks found in the text at `version`, whose graph is here already. */
export function withFindings(document: Tracked, found: readonly Diagnostic[], version: number): Tracked {
  if (version !== document.version || document.analysedVersion !== version) return document;
  return withDiagnostics({ ...document, found: isWorkflowFile(document) ? found : [], checkedVersion: version });
}

/** The server's word on the text at `version`; of an older one it is dropped (E-DOC-15). */
export function withEnvironment(document: Tracked, version: number, environment: readonly Diagnostic[]): Tracked {
  if (version !== document.version || document.analysedVersion !== version) return document;
  const next = withDiagnostics({ ...document, environment: isWorkflowFile(document) ? environment : [] });
  return next.diagnostics === document.diagnostics ? document : next;
}

function withDiagnostics(document: Tracked): Tracked {
  const diagnostics = shareDiagnostics(document.diagnostics, inTextOrder([...document.found, ...document.environment]));
  return { ...document, diagnostics, projection: withProblems(document.projection, diagnostics) };
}

function inTextOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((a, b) => a.range.start.offset - b.range.start.offset || a.code.localeCompare(b.code));
}

export interface ChangeOptions {
  readonly label: string;
  readonly origin: StepOrigin;
  /** Same key, within the pause: same step (E-UNDO-04). */
  readonly coalesce?: string;
  readonly now: number;
  /** Leave the derived parts as they are; the caller analyses later (typing). */
  readonly defer?: boolean;
}
/** What a step changes beside the text. Runs on the analysed result, so it may name what the edits created. */
export type Beside = (document: Tracked) => { readonly layout?: LayoutPatch; readonly selection?: Selection };

/** Edits the text (and, in the same step, layout and selection). */
export function changed(
  document: Tracked,
  edits: readonly TextEdit[],
  options: ChangeOptions,
  beside: Beside = () => ({}),
): Tracked {
  const inverse = invertEdits(document.text, edits);
  const touched = edits.filter((edit) => edit.newText !== document.text.slice(edit.start, edit.end)).length > 0;
  const edited = touched ? replaced(document, edits) : document;
  const derived = options.defer ? edited : analysed(edited);
  const { layout = {}, selection = derived.selection } = beside(derived);
  const layoutBefore = inversePatch(document, layout);
  const hasLayout = !isEmptyPatch(layout);
  if (!touched && !hasLayout) return { ...derived, selection };
  const step: Omit<Step, 'id'> = {
    label: options.label,
    origin: options.origin,
    time: options.now,
    changes: touched ? [edits] : [],
    inverse: touched ? [inverse] : [],
    layoutBefore,
    layoutAfter: layout,
    selectionBefore: document.selection,
    selectionAfter: selection,
    ...(options.coalesce === undefined ? {} : { coalesce: options.coalesce }),
  };
  return { ...patched(derived, layout), selection, history: record(document.history, step) };
}

/** Undoes or redoes one step; the same object when there is none. */
export function undone(document: Tracked): Tracked {
  const step = stepToUndo(document.history);
  return step ? travelled(document, step, 'back') : document;
}
export function redone(document: Tracked): Tracked {
  const step = stepToRedo(document.history);
  return step ? travelled(document, step, 'forward') : document;
}

function travelled(document: Tracked, step: Step, way: 'back' | 'forward'): Tracked {
  const back = way === 'back';
  let next = document;
  for (const edits of back ? step.inverse : step.changes) next = replaced(next, edits);
  next = patched(analysed(next), back ? step.layoutBefore : step.layoutAfter);
  const selection = back ? step.selectionBefore : step.selectionAfter;
  return {
    ...next,
    selection: withoutVanished(selection, next.projection.items),
    history: moved(document.history, back ? -1 : 1),
  };
}

/** The text that was saved is now the one on disk; edits made while saving stay dirty (E-FILE-02). */
export function saved(document: Tracked, text: string, hash: string): Tracked {
  const isPresent = document.text === text;
  const history: History = isPresent
    ? markHistorySaved(document.history)
    : { ...document.history, savedIndex: null, open: false };
  return { ...document, savedText: text, baseHash: hash, disk: 'same', history };
}

export function selected(document: Tracked, items: readonly ItemId[], primary?: ItemId | null): Tracked {
  const chosen = primary === undefined ? (items.at(-1) ?? null) : primary;
  const { selection } = document;
  const same =
    selection.primary === chosen &&
    selection.items.length === items.length &&
    selection.items.every((item, index) => item === items[index]);
  return same ? document : { ...document, selection: { items: [...items], primary: chosen } };
}

function replaced(document: Tracked, edits: readonly TextEdit[]): Tracked {
  return {
    ...document,
    text: applyEdits(document.text, edits),
    version: document.version + 1,
    pending: [...document.pending, edits],
  };
}

/** The layout with a patch applied; parts that the patch does not name stay the same objects. */
export function patched(document: Tracked, patch: LayoutPatch): Tracked {
  if (isEmptyPatch(patch)) return document;
  return {
    ...document,
    positions: patch.positions ? merged(document.positions, patch.positions) : document.positions,
    groups: patch.groups ? merged(document.groups, patch.groups) : document.groups,
    direction: patch.direction ?? document.direction,
    spacing: patch.spacing ?? document.spacing,
  };
}
function merged<V>(
  record: Readonly<Record<ItemId, V>>,
  patch: Readonly<Record<ItemId, V | null>>,
): Readonly<Record<ItemId, V>> {
  const next = new Map(Object.entries(record) as [ItemId, V][]);
  for (const [key, value] of Object.entries(patch) as [ItemId, V | null][]) {
    if (value === null) next.delete(key);
    else next.set(key, value);
  }
  return Object.fromEntries(next) as Record<ItemId, V>;
}

function inversePatch(document: Tracked, patch: LayoutPatch): LayoutPatch {
  return {
    ...(patch.positions ? { positions: valuesBefore<Position>(document.positions, patch.positions) } : {}),
    ...(patch.groups ? { groups: valuesBefore(document.groups, patch.groups) } : {}),
    ...(patch.direction ? { direction: document.direction } : {}),
    ...(patch.spacing ? { spacing: document.spacing } : {}),
  };
}
function valuesBefore<V>(
  record: Readonly<Record<ItemId, V>>,
  keys: Readonly<Record<ItemId, V | null>>,
): Record<ItemId, V | null> {
  const pairs = (Object.keys(keys) as ItemId[]).map((key) => [key, record[key] ?? null] as const);
  return Object.fromEntries(pairs) as Record<ItemId, V | null>;
}

function isEmptyPatch(patch: LayoutPatch): boolean {
  return (
    Object.keys(patch.positions ?? {}).length === 0 &&
    Object.keys(patch.groups ?? {}).length === 0 &&
    patch.direction === undefined &&
    patch.spacing === undefined
  );
}

function withoutVanished(selection: Selection, items: ReadonlyMap<ItemId, unknown>): Selection {
  if (selection.items.every((item) => exists(item, items))) return selection;
  const kept = selection.items.filter((item) => exists(item, items));
  const primary = selection.primary !== null && exists(selection.primary, items) ? selection.primary : null;
  return { items: kept, primary: primary ?? kept.at(-1) ?? null };
}
/** Notes live in the layout and the start node nowhere; only what the text declares can vanish from it. */
function exists(item: ItemId, items: ReadonlyMap<ItemId, unknown>): boolean {
  return item.startsWith('note:') || item === 'node:' || items.has(item);
}
