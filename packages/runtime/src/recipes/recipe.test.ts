// R-RECIPE-01..03, S-135: what a recipe may say, what it changes, and what it is refused for.
import { expect, test } from 'vitest';
import { coerceVars } from '../vars.ts';
import { applyRecipe } from './applyRecipe.ts';
import { type Recipe, parseRecipe } from './recipe.ts';

const TEXT = `vars:
  topic: string = "graphs"
  limit: int = 1
presets:
  big:
    limit: 9
## Asks for a text.
prompt ask:
  About {{vars.topic}}.
schema verdict:
  ok: bool
agent writer:   # the one that writes
  model: "anthropic/claude-sonnet-4-5"
  user: ask
judge critic:
  model: "openai/gpt-5"
  output: verdict
  user: ask
router split:
  mode: condition
human gate:
  interaction: llm_or_human
  output: verdict
  model: "openai/gpt-5"
workflow flow:
  entry: writer
  budget:
    max_iterations: 5
  writer -> critic
  critic -> split
  split -> gate when "input.ok"
  split -> done
  gate -> done
`;

const applied = (recipe: Partial<Recipe>) => applyRecipe(TEXT, { name: 'r', ...recipe }, { file: 'flow.iter' });

test('R-RECIPE-01 a recipe is a JSON object; everything unknown is refused with the nearest name', () => {
  const whole = {
    name: 'fast',
    workflow_ref: { name: 'flow', path: '../flow.iter' },
    preset_vars: { limit: 2 },
    prompt_pack: { ask: 'Say {{vars.topic}}.' },
    budget: { max_tokens: 1000, max_duration: '5m' },
    tool_policy: ['read_file'],
    backend: { '*': 'simulate' },
    model: { critic: 'x/y' },
    evaluation_policy: { primary_metric: 'critic.ok', success_value: true, secondary_metrics: ['ok'] },
  };
  expect(parseRecipe(JSON.stringify(whole), 'fast.json')).toEqual(whole);
  const wrong: readonly [unknown, RegExp][] = [
    [{}, /name is missing/],
    [[], /must be an object, not \[\]/],
    [{ name: 'x', promt_pack: {} }, /promt_pack is unknown; did you mean prompt_pack\?/],
    [{ name: 'x', budget: { max_token: 3 } }, /budget\.max_token is unknown; did you mean max_tokens\?/],
    [{ name: 'x', budget: { max_tokens: 1.5 } }, /budget\.max_tokens must be a whole number above 0, not 1\.5/],
    [{ name: 'x', workflow_ref: {} }, /workflow_ref\.name is missing/],
    [{ name: 'x', tool_policy: ['a', 3] }, /tool_policy\[1\] must be a text/],
    [{ name: 'x', model: { a: 1 } }, /model must be a text, or an object of texts/],
    [{ name: 'x', evaluation_policy: {} }, /evaluation_policy\.primary_metric is missing/],
  ];
  for (const [value, message] of wrong) expect(() => parseRecipe(JSON.stringify(value), 'x.json')).toThrow(message);
  expect(() => parseRecipe('{', 'x.json')).toThrow(/x\.json is not JSON/);
  // Names that every object has are unknown as well.
  expect(() => parseRecipe('{"name":"x","__proto__":{},"constructor":1}', 'x.json')).toThrow(/constructor is unknown/);
});

test('R-RECIPE-02 a recipe changes a copy of the text, and nothing but what it names', () => {
  const { text, graph } = applied({
    prompt_pack: { ask: 'Two lines\nabout {{vars.topic}}.' },
    budget: { max_tokens: 1000, max_duration: 90 },
    tool_policy: ['read_file'],
    model: { '*': 'a/all', critic: 'a/critic' },
    backend: 'simulate',
  });
  expect(graph.valid, JSON.stringify(graph.diagnostics)).toBe(true);
  expect(text).toContain('  Two lines\n  about {{vars.topic}}.\n');
  expect(text).toContain('## Asks for a text.');
  expect(text).toContain('agent writer:   # the one that writes');
  expect(graph.workflow?.budget).toEqual({ maxTokens: 1000, maxDurationMs: 90_000, maxIterations: 5 });
  expect(graph.workflow?.toolPolicy).toEqual(['read_file']);
  const models = graph.nodes.map((node) => [node.id, 'model' in node ? node.model?.source : undefined]);
  expect(Object.fromEntries(models)).toMatchObject({ writer: 'a/all', critic: 'a/critic', gate: 'a/all' });
  for (const node of graph.nodes) if (node.kind === 'agent') expect(node.backend.value.source).toBe('simulate');
  expect(graph.workflow?.defaultBackend?.source).toBe('simulate');
  expect(applied({}).text).toBe(TEXT);
});

test('S-135 R-RECIPE-02 a replaced prompt with an unknown reference is diagnosed', () => {
  const { graph } = applied({ prompt_pack: { ask: 'About {{vars.topik}}.' } });
  expect(graph.diagnostics.filter(({ severity }) => severity !== 'info').map(({ message }) => message)).toEqual([
    expect.stringContaining('topik'),
  ]);
});

test.each<[Partial<Recipe>, RegExp]>([
  [{ workflow_ref: { name: 'other' } }, /it is for the workflow other, this one is flow/],
  [{ preset_vars: { limt: 3 } }, /there is no variable limt; did you mean limit\?/],
  [{ preset_vars: { limit: 'many' } }, /limit must be int, not "many"/],
  [{ prompt_pack: { aks: 'x' } }, /there is no prompt aks; did you mean ask\?/],
  [{ model: { writr: 'x' } }, /there is no node writr; did you mean writer\?/],
  [{ model: { split: 'x' } }, /the node split takes no model/],
  [{ backend: { gate: 'x' } }, /the node gate takes no backend/],
  [
    { evaluation_policy: { primary_metric: 'critik.ok' } },
    /names the node critik, which does not exist; did you mean critic\?/,
  ],
])('S-135 R-RECIPE-02 %j is refused', (recipe, message) => {
  expect(() => applied(recipe)).toThrow(message);
  expect(() => applied(recipe)).toThrow('the recipe r does not fit flow.iter');
});

test('S-135 R-RECIPE-03 file default < recipe < --preset < --var', () => {
  const { graph, vars: recipe } = applied({ preset_vars: { limit: 4 } });
  expect(coerceVars(graph, {}).vars).toMatchObject({ limit: 1, topic: 'graphs' });
  expect(coerceVars(graph, { recipe }).vars).toMatchObject({ limit: 4, topic: 'graphs' });
  expect(coerceVars(graph, { recipe, preset: 'big' }).vars).toMatchObject({ limit: 9 });
  expect(coerceVars(graph, { recipe, preset: 'big', given: { limit: '12' } }).vars).toMatchObject({ limit: 12 });
});
