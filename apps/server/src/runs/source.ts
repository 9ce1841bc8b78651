// The workflow a launch means: its file as it is on disk now, or the text of a buffer (S-RUN-08, E-RUN-05).
import { join } from 'node:path';
import type { CompiledGraph } from '@iterion/dsl';
import type { JsonMap } from '@iterion/engine';
import { RuntimeError, applyRecipe, parseRecipe, type Recipe } from '@iterion/runtime';
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
  /** The recipe that is on the text. */
  readonly recipe?: Recipe;
  /** What the recipe sets, for `coerceVars` (R-RECIPE-03). */
  readonly recipeVars?: JsonMap;
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

/** The source with a recipe of the workspace on it (R-RECIPE-02); without a path it stays what it is. */
export async function withRecipe(
  files: WorkspaceFiles,
  source: Source,
  recipePath: string | undefined,
): Promise<Source> {
  if (recipePath === undefined) return source;
  const recipe = await readRecipe(files, recipePath);
  return fitting(() => {
    const applied = applyRecipe(source.text, recipe, { file: source.path ?? 'the text' });
    return { ...source, text: applied.text, graph: applied.graph, recipe, recipeVars: applied.vars };
  });
}

export async function readRecipe(files: WorkspaceFiles, path: string): Promise<Recipe> {
  const { text } = await files.read(path);
  return fitting(() => parseRecipe(text, path));
}

/** The source with one model for every model node (E-RUN-03), by the same edits as a recipe makes. */
export function withModel(source: Source, model: string | undefined): Source {
  if (model === undefined) return source;
  return fitting(() => {
    const { text, graph } = applyRecipe(source.text, { name: 'launch', model }, { file: source.path ?? 'the text' });
    return { ...source, text, graph };
  });
}

/** What trust in a source is kept under: its path, and the recipe that changes what it can do (S-SEC-10). Null: it cannot be trusted. */
export function trustKey({ path, recipe }: Pick<Source, 'path' | 'recipe'>): string | null {
  return path === null || recipe === undefined ? path : `${path}\n${recipe.name}`;
}

/** Recipes that do not fit are the request's fault. */
function fitting<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof RuntimeError) || error.code !== 'USAGE') throw error;
    throw new Failure('vars_invalid', error.message, {
      field: 'recipe',
      ...(error.hint === undefined ? {} : { remedy: error.hint }),
      details: error.details,
    });
  }
}
