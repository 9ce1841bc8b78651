// The state file of a running server (S-CLI-02): how the command line finds and talks to it. 0600, in the user's state folder, never in a workspace.
// Attack class 26: a file left by a dead process, or by one whose pid was given to another, is not used and its token is not sent.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { processStart } from '@iterion/runtime';
import { z } from 'zod';
import { readPrivate, removePrivate, writePrivate } from './userFolders.ts';

const serverState = z.object({
  workspace: z.string(),
  pid: z.number().int().positive(),
  processStart: z.string(),
  url: z.string(),
  port: z.number().int(),
  bearer: z.string(),
});
export type ServerState = z.infer<typeof serverState>;

/** Stable id of a workspace, by its real path. */
export function workspaceId(realPath: string): string {
  return createHash('sha256').update(realPath).digest('hex').slice(0, 16);
}

function stateFile(stateFolder: string, workspace: string): string {
  return join(stateFolder, 'servers', `${workspaceId(workspace)}.json`);
}

/** The server of this workspace that is alive, or null. */
export async function findServer(stateFolder: string, workspace: string): Promise<ServerState | null> {
  const text = await readPrivate(stateFile(stateFolder, workspace));
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null; // A damaged file names no server; the next start replaces it.
  }
  const parsed = serverState.safeParse(value);
  if (!parsed.success || parsed.data.workspace !== workspace) return null;
  return processStart(parsed.data.pid) === parsed.data.processStart ? parsed.data : null;
}

/** Records this process as the server of `workspace`; returns the way to take it back. */
export async function announceServer(
  stateFolder: string,
  state: Pick<ServerState, 'workspace' | 'url' | 'port' | 'bearer'>,
): Promise<() => Promise<void>> {
  const file = stateFile(stateFolder, state.workspace);
  const own: ServerState = { ...state, pid: process.pid, processStart: processStart(process.pid) ?? '' };
  await writePrivate(file, `${JSON.stringify(own)}\n`);
  return async () => {
    // Another server may have replaced the file meanwhile.
    const current = await readPrivate(file);
    if (current !== null && current.includes(state.bearer)) await removePrivate(file);
  };
}
