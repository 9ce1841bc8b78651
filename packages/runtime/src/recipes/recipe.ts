// A recipe: a named way to run a workflow, as JSON (R-RECIPE-01). Reading refuses everything it does not know.
import type { EvaluationPolicy, Json, JsonMap, RecordedRecipe } from '@iterion/engine';
import { RuntimeError, messageOf } from '../errors.ts';
import { type Shape, faultsOf } from './shape.ts';

/** Node id or `*` to a value. */
export type ByNode = Readonly<Record<string, string>>;

export interface Recipe extends RecordedRecipe {
  readonly name: string;
  /** The workflow it is for; `path` is relative to the recipe's file. */
  readonly workflow_ref?: { readonly name: string; readonly path?: string };
  /** Values between the file's defaults and `--preset` (R-RECIPE-03). */
  readonly preset_vars?: JsonMap;
  /** Bodies of prompts by name. */
  readonly prompt_pack?: Readonly<Record<string, string>>;
  readonly budget?: Readonly<Record<string, number | string>>;
  /** Replaces the workflow's tool policy; a node's own stays. */
  readonly tool_policy?: readonly string[];
  readonly backend?: string | ByNode;
  readonly model?: string | ByNode;
  readonly evaluation_policy?: EvaluationPolicy;
}

const TEXT: Shape = { is: 'text' };
const WHOLE: Shape = { is: 'number', whole: true };
const BY_NODE: Shape = {
  is: 'either',
  of: [TEXT, { is: 'map', of: TEXT }],
  called: 'a text, or an object of texts by node id or *',
};
const RECIPE: Shape = {
  is: 'object',
  required: ['name'],
  keys: {
    name: TEXT,
    workflow_ref: { is: 'object', required: ['name'], keys: { name: TEXT, path: TEXT } },
    preset_vars: { is: 'map', of: { is: 'any' } },
    prompt_pack: { is: 'map', of: TEXT },
    budget: {
      is: 'object',
      keys: {
        max_tokens: WHOLE,
        max_cost_usd: { is: 'number', whole: false },
        max_duration: {
          is: 'either',
          of: [TEXT, { is: 'number', whole: false }],
          called: 'a duration such as "30m", or seconds',
        },
        max_iterations: WHOLE,
        max_parallel_branches: WHOLE,
      },
    },
    tool_policy: { is: 'list', of: TEXT },
    backend: BY_NODE,
    model: BY_NODE,
    evaluation_policy: {
      is: 'object',
      required: ['primary_metric'],
      keys: { primary_metric: TEXT, success_value: { is: 'any' }, secondary_metrics: { is: 'list', of: TEXT } },
    },
  },
};

/** The recipe in a text; USAGE with every fault if it is none. `file` is what messages call it. */
export function parseRecipe(text: string, file: string): Recipe {
  let value: Json;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, '')) as Json;
  } catch (error) {
    throw new RuntimeError('USAGE', `the recipe ${file} is not JSON: ${messageOf(error)}`, {
      hint: 'a recipe is one JSON object with at least a name',
    });
  }
  return recipeOf(value, file);
}

/** The same for a value that was read, for instance from a log. */
export function recipeOf(value: Json, file: string): Recipe {
  const faults = faultsOf(value, RECIPE);
  if (faults.length > 0) {
    throw new RuntimeError('USAGE', `the recipe ${file} is wrong: ${faults.join('; ')}`, {
      hint: 'mend the recipe; nothing was started',
      details: { faults },
    });
  }
  return value as unknown as Recipe;
}
