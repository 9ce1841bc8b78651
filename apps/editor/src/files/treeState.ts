// How the tree of files is unfolded, and the row that was asked to be shown. Outside the component, which comes and goes with its panel
// (E-DOC-19).
import { create } from 'zustand';

interface TreeState {
  /** Folders whose content is hidden. */
  readonly closed: ReadonlySet<string>;
  /** Asked for by a command; the number tells one request from the next. */
  readonly shown: { readonly id: string; readonly request: number } | null;
}
export const useTreeState = create<TreeState>(() => ({ closed: new Set(), shown: null }));

export function toggleFolder(path: string): void {
  useTreeState.setState(({ closed }) => {
    const next = new Set(closed);
    if (!next.delete(path)) next.add(path);
    return { closed: next };
  });
}

/** Opens the folders around a file and brings its row into view, with the focus. */
export function showInTree(path: string): void {
  const around = path.split('/').slice(0, -1);
  useTreeState.setState(({ closed, shown }) => {
    const next = new Set(closed);
    around.forEach((_, depth) => next.delete(around.slice(0, depth + 1).join('/')));
    return { closed: next, shown: { id: path, request: (shown?.request ?? 0) + 1 } };
  });
}
export function rowWasShown(): void {
  useTreeState.setState({ shown: null });
}
