// The workflow a launch means: its file as it is on disk now, or the text of a buffer (S-RUN-08, E-RUN-05).
import { join } from 'node:path';
import type { CompiledGraph } from '@iterion/dsl';
import { Failure } from '../failure.ts';
import { hashOf } from '../files/content.ts';
import { parsePath } from '../files/path.ts';
import type { WorkspaceFiles } from '../files/workspace.ts';
import type { Language } from '../language/language.ts';

export interface Source {
  readonly path: string | null;
  /** For the run's header; empty for a text without a file. */
  readonly filePath: string;
  readonly text: string;
  readonly hash: string;
  readonly graph: CompiledGraph;
}

export async function fileSource(
  files: WorkspaceFiles,
  language: Language,
  path: string,
  expected: string | undefined,
): Promise<Source> {
  const { text, hash } = await files.read(path);
  if (expected !== undefined && expected !== hash) {
    throw new Failure('source_changed', 'The file on disk is not the one you see.', {
      remedy: 'Load the new text or save yours, then start again.',
      details: { hash },
    });
  }
  return { path, filePath: join(files.root.real, ...parsePath(path)), text, hash, graph: await language.compile(text) };
}

export async function bufferSource(
  files: WorkspaceFiles,
  language: Language,
  text: string,
  path: string | undefined,
): Promise<Source> {
  const filePath = path === undefined ? '' : join(files.root.real, ...parsePath(path));
  return { path: path ?? null, filePath, text, hash: hashOf(text), graph: await language.compile(text) };
}
