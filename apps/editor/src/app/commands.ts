// The one registry of commands (E-CMD-01). Titles, keys and `when` come from the table (keys may be people's own,
// keymap.ts); handlers are registered under the id by whoever owns
// the thing (canvas, inspector, files, …). Menus, palette, tooltips, keyboard help and the key listener all read from here.
//
//   registerCommands({ 'layout.tidy': { run: () => tidy(), enabled: (context) => context.document ? true : 'Open a file first' } });
//   registerCommands({ 'edit.rename': { run: renameOnCanvas } }, 'canvas');     // only for that zone
//
// A zone is the nearest ancestor of the focus with `data-zone="canvas"` (several words allowed).
import { create } from 'zustand';
import { flushDrafts } from '../document/drafts.ts';
import { getActiveDocument } from '../document/store.ts';
import { itemKind } from '../document/model.ts';
import type { OpenDocument, Selection } from '../document/model.ts';
import { type Binding, parseBinding } from './bindings.ts';
import { type Platform, macChord, platformOf, showChord } from './chords.ts';
import { type CommandId, commandTable } from './commandTable.ts';
import { bindingsOf, useKeymap } from './keymap.ts';

export type { CommandId } from './commandTable.ts';
export const zones = [
  'canvas',
  'source',
  'outline',
  'files',
  'problems',
  'inspector',
  'library',
  'form',
  'run',
  'runs',
  'inbox',
  'history',
] as const;
export type Zone = (typeof zones)[number];
/** Which screen is shown; `edit` only while a file tab is active. */
export type Screen = 'start' | 'edit' | 'run' | 'runs' | 'inbox' | 'settings';
type SelectionNeed = 'node' | 'edge' | 'many' | 'group';

interface When {
  readonly scopes: readonly (Zone | 'any' | 'edit')[];
  readonly selection: readonly SelectionNeed[];
}
export interface Command {
  readonly id: CommandId;
  readonly title: string;
  readonly category: string;
  readonly when: When;
  readonly keys: { readonly [P in Platform]: readonly Binding[] };
}

/** What a handler gets to know about the moment it was called. */
export interface CommandContext {
  readonly screen: Screen;
  /** The active file, on the edit screen. */
  readonly document: OpenDocument | undefined;
  /** Zones around the focus (around the former focus when called from the palette), innermost first. */
  readonly zones: readonly Zone[];
  readonly target: Element | null;
  /** The chord that was pressed, when it was a key. */
  readonly chord?: string;
}
export interface CommandHandler {
  readonly run: (context: CommandContext) => void | Promise<void>;
  /** True, or the reason why not, for tooltips and screen readers. */
  readonly enabled?: (context: CommandContext) => true | string;
}

export const platform: Platform = typeof navigator === 'undefined' ? 'other' : platformOf(navigator);

const categories: Readonly<Record<string, string>> = {
  app: 'General',
  focus: 'View',
  view: 'View',
  file: 'File',
  edit: 'Edit',
  node: 'Node',
  prompt: 'Node',
  edge: 'Edge',
  select: 'Selection',
  canvas: 'Canvas',
  layout: 'Layout',
  group: 'Group',
  note: 'Canvas',
  source: 'Source',
  diag: 'Problems',
  run: 'Run',
  time: 'Replay',
  form: 'Form',
  lib: 'Library',
};

type Row = readonly [id: CommandId, title: string, when: string, other: readonly string[], mac?: readonly string[]];
export const commands: readonly Command[] = commandTable.map(([id, title, when, other, mac]: Row) => ({
  id,
  title,
  category: categories[id.slice(0, id.indexOf('.'))] ?? 'General',
  when: parseWhen(when),
  keys: { other: other.map(parseBinding), mac: (mac ?? other.map(macChord)).map(parseBinding) },
}));
export const commandById: ReadonlyMap<CommandId, Command> = new Map(commands.map((command) => [command.id, command]));

function parseWhen(text: string): When {
  const [scopes = '', selection = ''] = text.split(';');
  return { scopes: words(scopes) as When['scopes'], selection: words(selection) as SelectionNeed[] };
}
function words(part: string): string[] {
  return part.split(',').flatMap((word) => word.trim() || []);
}

// ── Handlers ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Registered {
  readonly handler: CommandHandler;
  readonly zone: Zone | null;
}
/** A store so that menus and buttons render again when a command gets or loses its handler. */
const useHandlers = create<{ readonly handlers: ReadonlyMap<CommandId, readonly Registered[]> }>(() => ({
  handlers: new Map(),
}));

/** Adds handlers; for the same id and zone the newest counts. Returns what removes them again. */
export function registerCommands(
  handlers: { readonly [Id in CommandId]?: CommandHandler },
  zone: Zone | null = null,
): () => void {
  const added = (Object.entries(handlers) as [CommandId, CommandHandler][]).map(
    ([id, handler]) => [id, { handler, zone }] as const,
  );
  edit((map) => {
    for (const [id, entry] of added) map.set(id, [...(map.get(id) ?? []), entry]);
  });
  return () =>
    edit((map) => {
      for (const [id, entry] of added) {
        const rest = (map.get(id) ?? []).filter((other) => other !== entry);
        if (rest.length > 0) map.set(id, rest);
        else map.delete(id);
      }
    });
}
function edit(change: (map: Map<CommandId, readonly Registered[]>) => void): void {
  useHandlers.setState(({ handlers }) => {
    const next = new Map(handlers);
    change(next);
    return { handlers: next };
  });
}

function handlerFor(id: CommandId, around: readonly Zone[]): CommandHandler | undefined {
  const all = useHandlers.getState().handlers.get(id) ?? [];
  for (const zone of around) {
    const own = all.findLast((entry) => entry.zone === zone);
    if (own) return own.handler;
  }
  return all.findLast((entry) => entry.zone === null)?.handler ?? undefined;
}
/** For the palette, buttons and menus, where no zone has the focus: any handler will do. */
function anyHandlerFor(id: CommandId, around: readonly Zone[]): CommandHandler | undefined {
  return handlerFor(id, around) ?? useHandlers.getState().handlers.get(id)?.at(-1)?.handler;
}

// ── Context ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

let screenNow: () => Screen = () => 'start';
/** The router tells which screen is shown. */
export function setScreenSource(source: () => Screen): void {
  screenNow = source;
}

let lastPlace: Element | null = null;
/** Remembers where the focus was, for commands called from the palette (E-CMD-06). */
export function rememberPlace(element: Element | null): void {
  if (element && zonesOf(element).length > 0) lastPlace = element;
}

export function zonesOf(element: Element | null): Zone[] {
  const found: Zone[] = [];
  for (let at = element?.closest<HTMLElement>('[data-zone]'); at;) {
    found.push(...((at.dataset['zone'] ?? '').split(' ') as Zone[]));
    at = at.parentElement?.closest<HTMLElement>('[data-zone]');
  }
  return found;
}

export function contextAt(target: Element | null, chord?: string): CommandContext {
  const screen = screenNow();
  const document = screen === 'edit' ? getActiveDocument() : undefined;
  return {
    screen: screen === 'edit' && !document ? 'start' : screen,
    document,
    zones: zonesOf(target),
    target,
    ...(chord === undefined ? {} : { chord }),
  };
}

/** Whether the command applies; `around` false asks only whether the screen and selection fit, not where the focus is. */
function applies(when: When, context: CommandContext, around = true): boolean {
  return scopeHolds(when, context, around) && selectionHolds(when.selection, context.document?.selection);
}
function scopeHolds(when: When, context: CommandContext, around: boolean): boolean {
  return when.scopes.some((scope) => {
    if (scope === 'any') return true;
    if (scope === 'edit') return context.screen === 'edit';
    if (scope === 'run') return context.screen === 'run';
    if (context.zones.includes(scope)) return true;
    return !around && screenOfZone(scope) === context.screen;
  });
}
function screenOfZone(zone: Zone): Screen {
  return zone === 'runs' ? 'runs' : zone === 'inbox' ? 'inbox' : 'edit';
}
function selectionHolds(needs: readonly SelectionNeed[], selection: Selection | undefined): boolean {
  if (needs.length === 0) return true;
  const items = selection?.items ?? [];
  return needs.some((need) => (need === 'many' ? items.length > 1 : items.some((item) => itemKind(item) === need)));
}

// ── Running ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

let explain: (command: Command, reason: string) => void = () => {};
let fail: (command: Command, error: unknown) => void = () => {};
/** Where refusals and failures of commands are shown. */
export function setCommandReports(reports: {
  readonly disabled: (command: Command, reason: string) => void;
  readonly failed: (command: Command, error: unknown) => void;
}): void {
  explain = reports.disabled;
  fail = reports.failed;
}

function execute(command: Command, handler: CommandHandler, before: CommandContext): void {
  // Cancel and reset drop what was typed; everything else acts on it.
  if (!command.id.startsWith('form.')) flushDrafts();
  const context = before.document ? { ...before, document: getActiveDocument() } : before;
  const enabled = handler.enabled?.(context) ?? true;
  if (enabled !== true) {
    explain(command, enabled);
    return;
  }
  void (async () => handler.run(context))().catch((error: unknown) => fail(command, error));
}

/** Runs a command from a button, menu or the palette; the place is where the focus last was in a zone. */
export function runCommand(id: CommandId): void {
  const command = commandById.get(id);
  const context = contextAt(placeNow());
  const handler = anyHandlerFor(id, context.zones);
  if (command && handler) execute(command, handler, context);
}
function placeNow(): Element | null {
  const focus = document.activeElement;
  if (focus && zonesOf(focus).length > 0) return focus;
  return lastPlace?.isConnected ? lastPlace : null;
}

export interface CommandState {
  readonly command: Command;
  /** Its keys as this platform writes them. */
  readonly keys: readonly string[];
  /** False when nobody handles it or its `when` does not hold on this screen. */
  readonly available: boolean;
  readonly enabled: true | string;
}
export function commandState(id: CommandId): CommandState {
  const command = commandById.get(id) as Command; // every id of the table is in the map
  const context = contextAt(placeNow());
  const handler = anyHandlerFor(id, context.zones);
  const available = handler !== undefined && applies(command.when, context, false);
  const enabled = available ? (handler.enabled?.(context) ?? true) : 'Not available here';
  return { command, keys: keysOf(command), available, enabled };
}
/** `commandState`, rendered again when handlers change; enablement is read at render. */
export function useCommandState(id: CommandId): CommandState {
  useHandlers((state) => state.handlers.get(id));
  useKeymap();
  return commandState(id);
}
export function keysOf(command: Command): string[] {
  return [...new Set(bindingsOf(command, platform).map((binding) => showChord(binding.chord, platform)))];
}

/** The command that a key press stands for here, with its handler; undefined when none applies. */
export function resolveChord(
  chord: string,
  context: CommandContext,
  on: Platform = platform,
): { readonly command: Command; readonly run: () => void } | undefined {
  for (const command of commands) {
    const binding = bindingsOf(command, on).find((candidate) => candidate.chord === chord && holds(candidate, context));
    if (!binding || !applies(command.when, context)) continue;
    const handler = handlerFor(command.id, context.zones);
    if (handler) return { command, run: () => execute(command, handler, context) };
  }
  return undefined;
}
function holds(binding: Binding, context: CommandContext): boolean {
  if (binding.only === undefined) return true;
  // A form that stands on the canvas keeps its own keys.
  if (binding.only === 'canvas') return context.zones.includes('canvas') && !context.zones.includes('form');
  return (context.document?.direction ?? 'down') === binding.only;
}
