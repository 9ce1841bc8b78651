// A workflow with the recipe that `--recipe` names, or without one (R-CLI-14, R-RECIPE-03): `run F --recipe R` takes F, `run --recipe R`
// the file that the recipe names, relative to itself.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonMap } from '@iterion/engine';
import { applyRecipe, parseRecipe, type Recipe } from '@iterion/runtime';
import { Failure, usage } from '../failure.ts';
import {
  loadValidWorkflow,
  loadWorkflow,
  requireValid,
  type LoadedWorkflow,
  type LoadOptions,
} from '../workflow/load.ts';

export interface RecipeWorkflow extends LoadedWorkflow {
  readonly recipe?: Recipe;
  /** Values for `coerceVars`, between defaults and preset. */
  readonly recipeVars?: JsonMap;
}

/** A workflow that may run, with the recipe on it. USAGE when neither names a file. */
export function loadWithRecipe(
  file: string | undefined,
  recipeFile: string | undefined,
  options: LoadOptions,
): RecipeWorkflow {
  if (recipeFile === undefined) {
    if (file === undefined) throw usage('which workflow?', 'name a FILE, or --recipe with a workflow_ref.path');
    return loadValidWorkflow(file, options);
  }
  return recipeOn(readRecipe(recipeFile, options.cwd), recipeFile, file, options);
}

/** Puts a recipe that was read on its workflow, or on the one that is named. */
export function recipeOn(
  recipe: Recipe,
  recipeFile: string,
  named: string | undefined,
  options: LoadOptions,
): RecipeWorkflow {
  const file = named ?? workflowOf(recipe, recipeFile);
  const loaded = loadWorkflow(file, options);
  const { text, graph, vars } = applyRecipe(loaded.text, recipe, {
    uri: loaded.path,
    file: loaded.file,
    ...(options.strict === true ? { strict: true } : {}),
  });
  const what = `${loaded.file} with the recipe ${recipe.name}`;
  return { ...requireValid({ ...loaded, text, graph }, what), recipe, recipeVars: vars };
}

export function readRecipe(file: string, cwd: string): Recipe {
  let text: string;
  try {
    text = readFileSync(path.resolve(cwd, file), 'utf8');
  } catch (error) {
    throw new Failure(
      'USAGE',
      `the recipe ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      {
        hint: 'name the JSON file of a recipe',
      },
    );
  }
  return parseRecipe(text, file);
}

/** The file a recipe names, as it is reached from where the command runs. */
function workflowOf(recipe: Recipe, recipeFile: string): string {
  const named = recipe.workflow_ref?.path;
  if (named === undefined)
    throw usage(`the recipe ${recipeFile} names no workflow file`, 'name it before --recipe, or as workflow_ref.path');
  return path.isAbsolute(named) ? named : path.join(path.dirname(recipeFile), named);
}
