// The one key listener (E-CMD-02): on the window, in the capture phase. Decides whether a press belongs to a text or is a command.
import { actsInText, chordsOf } from './chords.ts';
import { type CommandContext, type CommandId, type Zone, contextAt, rememberPlace, resolveChord } from './commands.ts';
import { recordingNow } from './keymap.ts';

/** Their keys must reach the browser, which then fires the clipboard event that does the work (E-CANVAS-24). */
const clipboardCommands: ReadonlySet<CommandId> = new Set([
  'edit.cut',
  'edit.copy',
  'edit.paste',
  'edit.pasteConnected',
]);
/** Zones whose own keys are for things, not for a text field that happens to stand in them. */
const thingZones: ReadonlySet<Zone> = new Set([
  'canvas',
  'outline',
  'files',
  'problems',
  'runs',
  'inbox',
  'history',
  'library',
  'run',
]);

export function isTextTarget(element: Element | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  if (element.closest('.monaco-editor')) return true;
  if (element instanceof HTMLInputElement)
    return !['button', 'checkbox', 'radio', 'range', 'submit'].includes(element.type);
  return element.matches('textarea, select, [contenteditable=""], [contenteditable="true"], [role="textbox"]');
}

/** A draft keeps the browser's own undo until it reaches the buffer (E-UNDO-05). */
function isDraft(element: Element | null): boolean {
  return element?.closest('[data-draft], [role="dialog"]') != null;
}

function contextOf(target: Element | null, chord: string): CommandContext | undefined {
  const context = contextAt(target, chord);
  const inText = isTextTarget(target);
  if (!inText) return context;
  if (!actsInText(chord)) return undefined;
  const around = /(^|\+)F\d+$/.test(chord) ? context.zones : context.zones.filter((zone) => !thingZones.has(zone));
  return { ...context, zones: around, screen: context.screen === 'run' ? 'start' : context.screen };
}

/** Resolves one key event; true when it was a command and was consumed. */
function handleKey(event: KeyboardEvent): boolean {
  const recorder = recordingNow();
  if (recorder) {
    recorder(event);
    return true;
  }
  const target = event.target instanceof Element ? event.target : null;
  const modal = target?.closest('[role="dialog"][aria-modal="true"]');
  for (const chord of chordsOf(event)) {
    const context = contextOf(target, chord);
    if (!context) continue;
    const found = resolveChord(chord, context);
    if (!found) continue;
    const { id } = found.command;
    if (modal && !id.startsWith('form.')) return false;
    if ((id === 'edit.undo' || id === 'edit.redo') && isDraft(target)) return false;
    if (clipboardCommands.has(id)) return false;
    event.preventDefault();
    event.stopPropagation();
    found.run();
    return true;
  }
  return false;
}

/** Starts listening; returns what stops it. */
export function installKeyListener(): () => void {
  window.addEventListener('keydown', handleKey, true);
  window.addEventListener('focusin', rememberFocus, true);
  return () => {
    window.removeEventListener('keydown', handleKey, true);
    window.removeEventListener('focusin', rememberFocus, true);
  };
}
function rememberFocus(event: FocusEvent): void {
  rememberPlace(event.target instanceof Element ? event.target : null);
}
