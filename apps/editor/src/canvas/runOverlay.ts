// Which run lies over the live document of a file (E-RUN-12). The canvas reads the marks; whoever shows the run writes them.
import { create } from 'zustand';
import type { FileId } from '../document/model.ts';
import { type RunStatusStore, createRunStatus } from './runStatus.ts';

interface Overlaid {
  readonly runId: string;
  readonly status: RunStatusStore;
}
export const useOverlaid = create<{ readonly byFile: Readonly<Record<FileId, Overlaid>> }>(() => ({ byFile: {} }));

export function overlayRun(fileId: FileId, runId: string | null): void {
  useOverlaid.setState(({ byFile }) => {
    const { [fileId]: _, ...rest } = byFile;
    return { byFile: runId === null ? rest : { ...rest, [fileId]: { runId, status: createRunStatus() } } };
  });
}
