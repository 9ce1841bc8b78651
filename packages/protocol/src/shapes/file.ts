// Files of the workspace as the API shows them (S-API-07, S-FILE-06).
import { z } from 'zod';
import { contentHash, time, workspacePath } from './basics.ts';

export const fileKind = z.enum(['workflow', 'bot', 'recipe', 'text', 'other']);
export const treeEntry = z.object({
  path: workspacePath,
  type: z.enum(['file', 'folder']),
  size: z.number(),
  mtime: time,
  kind: fileKind.nullable(),
  hash: contentHash.exactOptional(),
});
export type TreeEntry = z.infer<typeof treeEntry>;

export const fileContent = z.object({
  path: workspacePath,
  text: z.string(),
  hash: contentHash,
  size: z.number(),
  mtime: time,
  readOnly: z.boolean(),
  eol: z.enum(['lf', 'crlf', 'cr', 'mixed', 'none']),
  bom: z.boolean(),
});
export type FileContent = z.infer<typeof fileContent>;

export const written = z.object({ hash: contentHash, size: z.number(), mtime: time });
export const discarded = z.object({ restoreId: z.string(), until: time });

/** One change of the workspace (S-WS-04). `by` is the client whose request caused it (S-FILE-08). */
export const workspaceChange = z.object({
  kind: z.enum(['created', 'modified', 'deleted', 'moved', 'layout']),
  /** Absent: a file. Folders are only created and deleted. */
  type: z.literal('folder').exactOptional(),
  path: workspacePath,
  from: workspacePath.exactOptional(),
  hash: contentHash.nullable().exactOptional(),
  mtime: time.exactOptional(),
  by: z.string().exactOptional(),
});
export type WorkspaceChange = z.infer<typeof workspaceChange>;
