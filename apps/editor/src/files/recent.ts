// The files opened last, newest first (E-FILE-12).
import { create } from 'zustand';

const storageKey = 'iterion.recent';
const kept = 20;
export interface RecentFile {
  readonly path: string;
  readonly time: number;
}

function stored(): RecentFile[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(list) ? list.filter(isRecent) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
function isRecent(value: unknown): value is RecentFile {
  const { path, time } = (value ?? {}) as Partial<RecentFile>;
  return typeof path === 'string' && typeof time === 'number';
}

export const useRecent = create<{ readonly files: readonly RecentFile[] }>(() => ({ files: stored() }));

function keep(files: readonly RecentFile[]): void {
  useRecent.setState({ files });
  localStorage.setItem(storageKey, JSON.stringify(files));
}
export function remember(path: string): void {
  const others = useRecent.getState().files.filter((file) => file.path !== path);
  keep([{ path, time: Date.now() }, ...others].slice(0, kept));
}
export function forgetAll(): void {
  keep([]);
}
export function restoreRecent(files: readonly RecentFile[]): void {
  keep(files);
}
export function forget(path: string): void {
  keep(useRecent.getState().files.filter((file) => file.path !== path));
}
