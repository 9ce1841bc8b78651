// Asks for the name of a run and gives it.
import { lazyQuestion } from '../app/lazyDialog.tsx';
import { renameRun } from './control.ts';

const ask = lazyQuestion<string, { readonly start: string }>(async () => ({
  default: (await import('./RenameDialog.tsx')).RenameDialog,
}));

export async function askToRename(runId: string, start: string): Promise<void> {
  const name = await ask({ start });
  if (name !== null) await renameRun(runId, name);
}
