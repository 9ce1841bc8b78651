// A recipe put on a workflow (R-RECIPE-02): the same small edits of the text that the editor makes, on a copy, which is then compiled
// like any other. So replaced prompts get every diagnostic, and a resumed run finds in its store what really ran.
import { type EditOperation, type PropertyValue, applyEdits, compile, edit, parse } from '@iterion/dsl';
import {
  type FieldType,
  type Graph,
  type Json,
  type JsonMap,
  type RunState,
  coerceValue,
  metricParts,
} from '@iterion/engine';
import { RuntimeError } from '../errors.ts';
import { type ByNode, type Recipe, recipeOf } from './recipe.ts';
import { meant } from './shape.ts';

export interface AppliedRecipe {
  /** The text with the recipe's prompts, models, backends, budget and tool policy. */
  readonly text: string;
  /** Compiled from `text`; it may be invalid. */
  readonly graph: Graph;
  /** For `coerceVars`: what the recipe sets (R-RECIPE-03). */
  readonly vars: JsonMap;
}

export interface ApplyOptions {
  readonly strict?: boolean;
  readonly uri?: string;
  /** The workflow as messages call it. */
  readonly file?: string;
}

/** Puts a recipe on a workflow. USAGE if it is not for this one: another name, or a variable, prompt or node that does not exist. */
export function applyRecipe(text: string, recipe: Recipe, options: ApplyOptions = {}): AppliedRecipe {
  const { file = 'the workflow', ...compiling } = options;
  const base = compile(parse(text), compiling);
  if (base.workflow === undefined) return { text, graph: base, vars: {} };
  const faults = [...nameFaults(recipe, base), ...variableFaults(recipe, base), ...metricFaults(recipe, base)];
  const operations = [
    ...prompts(recipe, base, faults),
    ...nodeProperties(recipe, base, faults),
    ...workflowProperties(recipe, base.workflow.name),
  ];
  let edited = text;
  for (const operation of faults.length > 0 ? [] : operations) {
    const result = edit(parse(edited), operation);
    if (result.ok) edited = applyEdits(edited, result.edits);
    else faults.push(result.refusal.reason);
  }
  if (faults.length > 0) {
    throw new RuntimeError('USAGE', `the recipe ${recipe.name} does not fit ${file}: ${faults.join('; ')}`, {
      hint: 'mend the recipe, or name the workflow it is for; nothing was started',
      details: { faults },
    });
  }
  const graph = edited === text ? base : compile(parse(edited), compiling);
  return { text: edited, graph, vars: recipe.preset_vars ?? {} };
}

function nameFaults({ workflow_ref }: Recipe, { workflow }: Graph): string[] {
  if (workflow_ref === undefined || workflow_ref.name === workflow?.name) return [];
  return [`it is for the workflow ${workflow_ref.name}, this one is ${workflow?.name ?? 'none'}`];
}

function variableFaults({ preset_vars = {} }: Recipe, { vars }: Graph): string[] {
  const names = vars.map(({ name }) => name);
  return Object.entries(preset_vars).flatMap(([name, value]) => {
    const declared = vars.find((variable) => variable.name === name);
    if (declared === undefined) return [`preset_vars: there is no variable ${name}; ${meant(name, names)}`];
    const field: FieldType = { name, type: declared.type };
    const coerced = coerceValue(value, field, 'commandLine');
    if (coerced.ok) return [];
    return coerced.violations.map(
      ({ path, expected, found }) => `preset_vars: ${path} must be ${expected}, not ${found}`,
    );
  });
}

/** Metrics that name a node name one that exists. */
function metricFaults({ evaluation_policy: policy }: Recipe, graph: Graph): string[] {
  if (policy === undefined) return [];
  const nodes = graph.nodes.map(({ id }) => id);
  return [policy.primary_metric, ...(policy.secondary_metrics ?? [])].flatMap((metric) => {
    const { node } = metricParts(metric);
    if (node === undefined || nodes.includes(node)) return [];
    return [`evaluation_policy: ${metric} names the node ${node}, which does not exist; ${meant(node, nodes)}`];
  });
}

function prompts({ prompt_pack = {} }: Recipe, graph: Graph, faults: string[]): EditOperation[] {
  const names = graph.prompts.map(({ name }) => name);
  return Object.entries(prompt_pack).map(([name, text]) => {
    if (!names.includes(name)) faults.push(`prompt_pack: there is no prompt ${name}; ${meant(name, names)}`);
    return { op: 'setPromptBody', name, text };
  });
}

type Property = 'model' | 'backend';

function nodeProperties(recipe: Recipe, graph: Graph, faults: string[]): EditOperation[] {
  const operations: EditOperation[] = [];
  for (const property of ['backend', 'model'] as const) {
    const given = byNode(recipe[property]);
    const ids = graph.nodes.map(({ id }) => id);
    const able = graph.nodes.filter((node) => takes(node, property)).map(({ id }) => id);
    for (const id of Object.keys(given)) {
      if (id === '*' || able.includes(id)) continue;
      const why = ids.includes(id) ? `the node ${id} takes no ${property}` : `there is no node ${id}`;
      faults.push(`${property}: ${why}; ${meant(id, able)}`);
    }
    for (const id of able) {
      const value = Object.hasOwn(given, id) ? given[id] : given['*'];
      if (value !== undefined) operations.push(set('node', id, [property], value));
    }
    const everywhere = given['*'];
    // Automatic answers take the workflow's backend (R-LLM-01).
    if (property === 'backend' && everywhere !== undefined && graph.workflow !== undefined)
      operations.push(set('workflow', graph.workflow.name, ['default_backend'], everywhere));
  }
  return operations;
}

/** Whether a node talks to a model of its own; people are answered for by the workflow's backend. */
function takes(node: Graph['nodes'][number], property: Property): boolean {
  if (node.kind === 'agent' || node.kind === 'judge') return true;
  if (node.kind === 'router') return node.mode === 'llm';
  return property === 'model' && node.kind === 'human' && node.interaction.value.startsWith('llm');
}

function byNode(given: string | ByNode | undefined): ByNode {
  return typeof given === 'string' ? { '*': given } : (given ?? {});
}

function workflowProperties({ budget = {}, tool_policy }: Recipe, name: string): EditOperation[] {
  const limits = Object.entries(budget).map(([key, value]) =>
    set('workflow', name, ['budget', key], key === 'max_duration' && typeof value === 'number' ? `${value}s` : value),
  );
  return tool_policy === undefined ? limits : [...limits, set('workflow', name, ['tool_policy'], tool_policy)];
}

function set(space: 'node' | 'workflow', name: string, path: readonly string[], value: PropertyValue): EditOperation {
  return { op: 'setProperty', target: { space, name, path }, value };
}

/** The recipe a run was started with. */
export function recordedRecipe({ source: { recipe } }: RunState): Recipe | undefined {
  return recipe === undefined ? undefined : recipeOf(recipe as unknown as Json, recipe.name);
}

/** The text that a run with this recipe goes on with, given an edited one of its workflow (R-RESUME-07). */
export function withRecipe(text: string, recipe: Recipe | undefined): string {
  return recipe === undefined ? text : applyRecipe(text, recipe).text;
}
