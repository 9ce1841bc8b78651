// Which sections of which kind of form are open; remembered in the browser (E-INSP-07).
import { create } from 'zustand';

const storageKey = 'iterion.inspector.closed';

function stored(): readonly string[] {
  const text = localStorage.getItem(storageKey);
  if (text === null) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

const useClosed = create<{ readonly closed: readonly string[] }>(() => ({ closed: stored() }));

/** Renders the caller when a section opens or closes. */
export function useSections(): void {
  useClosed((state) => state.closed);
}
export function isSectionOpen(kind: string, section: string): boolean {
  return !useClosed.getState().closed.includes(`${kind} ${section}`);
}
export function toggleSection(kind: string, section: string): void {
  const key = `${kind} ${section}`;
  const { closed } = useClosed.getState();
  const next = closed.includes(key) ? closed.filter((other) => other !== key) : [...closed, key];
  useClosed.setState({ closed: next });
  localStorage.setItem(storageKey, JSON.stringify(next));
}
export function openSection(kind: string, section: string): void {
  if (!isSectionOpen(kind, section)) toggleSection(kind, section);
}
