// What the palette lists for what was typed. Reads the registry and the stores; the palette itself only shows.
import { getActiveDocument } from '../document/store.ts';
import { useWorkspace } from '../files/workspace.ts';
import { type CommandId, commandState, commands, runCommand } from './commands.ts';
import { fuzzyScore } from './fuzzy.ts';
import { goTo, goToFile, runAddress } from './navigation.ts';
import type { PaletteMode, RunName } from './paletteMode.ts';
import { offsetOfLine, reveal, revealItem } from './reveal.ts';

export interface PaletteEntry {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly keys: readonly string[];
  readonly run: () => void;
}

const storageKey = 'iterion.used';
const kept = 30;
let used: string[] = (localStorage.getItem(storageKey) ?? '').split('\n').filter((id) => id !== '');
export function rememberUse(id: string): void {
  used = [id, ...used.filter((other) => other !== id)].slice(0, kept);
  localStorage.setItem(storageKey, used.join('\n'));
}

export function paletteEntries(text: string, mode: PaletteMode, runs: readonly RunName[]): PaletteEntry[] {
  if (text.startsWith('@')) return best(text.slice(1), symbolEntries());
  if (text.startsWith('#')) return best(text.slice(1), runs.map(runEntry));
  if (text.startsWith(':')) return lineEntries(text.slice(1));
  if (text.startsWith('?'))
    return best(
      text.slice(1),
      commandEntries().filter((entry) => entry.id === 'app.keys'),
    );
  return best(text, mode === 'files' ? fileEntries() : [...commandEntries(), ...fileEntries()]);
}

/** By score; with equal scores what was used last comes first. */
function best(word: string, entries: readonly PaletteEntry[]): PaletteEntry[] {
  const recency = (id: string): number => {
    const at = used.indexOf(id);
    return at < 0 ? kept : at;
  };
  return entries
    .flatMap((entry) => {
      const score = fuzzyScore(word, entry.title) ?? downgraded(fuzzyScore(word, `${entry.detail} ${entry.title}`));
      return score === null
        ? []
        : [{ entry, score: score - (word === '' ? recency(entry.id) : recency(entry.id) / 50) }];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry);
}
function downgraded(score: number | null): number | null {
  return score === null ? null : score - 500;
}

function commandEntries(): PaletteEntry[] {
  return commands.flatMap(({ id }) => {
    const { command, keys, available, enabled } = commandState(id);
    if (!available || id === 'app.palette') return [];
    return [entryOf(id, command.title, enabled === true ? command.category : `${command.category}: ${enabled}`, keys)];
  });
}
function entryOf(id: CommandId, title: string, detail: string, keys: readonly string[]): PaletteEntry {
  return { id, title, detail, keys, run: () => runCommand(id) };
}

function fileEntries(): PaletteEntry[] {
  return [...useWorkspace.getState().entries.values()]
    .filter((entry) => entry.type === 'file' && (entry.kind === 'workflow' || entry.kind === 'bot'))
    .map(({ path }) => ({
      id: `file ${path}`,
      title: path.split('/').at(-1) ?? path,
      detail: path,
      keys: [],
      run: () => goToFile({ path, id: '' }),
    }));
}

function symbolEntries(): PaletteEntry[] {
  const document = getActiveDocument();
  if (!document) return [];
  const { nodes, declarations } = document.projection;
  return [
    ...nodes.map((node) => ({ id: node.id, title: node.name, detail: node.kind })),
    ...declarations.map((view) => ({ id: view.id, title: view.name, detail: view.space.replace('_', ' ') })),
  ].map((item) => ({ ...item, keys: [], run: () => revealItem(document.id, item.id, 'canvas') }));
}

function runEntry(run: RunName): PaletteEntry {
  return { id: `run ${run.id}`, title: run.name, detail: run.detail, keys: [], run: () => goTo(runAddress(run.id)) };
}

function lineEntries(text: string): PaletteEntry[] {
  const document = getActiveDocument();
  const line = Number.parseInt(text, 10);
  const count = document?.text.split('\n').length ?? 0;
  if (!document || !Number.isInteger(line) || line < 1 || line > count) return [];
  const start = offsetOfLine(document.text, line);
  return [
    {
      id: 'line',
      title: `Go to line ${line}`,
      detail: `of ${count}`,
      keys: [],
      run: () => reveal({ fileId: document.id, range: { start, end: start }, focus: 'source' }),
    },
  ];
}
