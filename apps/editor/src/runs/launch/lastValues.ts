// What was typed into the launch form of a file last (E-RUN-02), in this browser; never of a variable whose name suggests a secret.
import type { LaunchVariable } from '@iterion/protocol';

const storageKey = 'iterion.lastValues';
const files = 50;
type Texts = Readonly<Record<string, string>>;
type Entry = readonly [path: string, texts: Texts];

function stored(): readonly Entry[] {
  const text = localStorage.getItem(storageKey);
  if (text === null) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isEntry) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
function isEntry(value: unknown): value is Entry {
  if (!Array.isArray(value) || typeof value[0] !== 'string' || typeof value[1] !== 'object' || value[1] === null)
    return false;
  return Object.values(value[1] as object).every((text) => typeof text === 'string');
}

export function lastValues(path: string): Texts | null {
  return stored().find(([known]) => known === path)?.[1] ?? null;
}

export function keepValues(path: string, variables: readonly LaunchVariable[], texts: Texts): void {
  const open = variables.filter(({ secret }) => !secret).map(({ name }) => [name, texts[name] ?? ''] as const);
  const others = stored().filter(([known]) => known !== path);
  localStorage.setItem(storageKey, JSON.stringify([[path, Object.fromEntries(open)], ...others].slice(0, files)));
}
