// Runs with recipes: what is recorded, and what resume and fork make of it.
import path from 'node:path';
import { writeFileSync } from 'node:fs';
import { emptyView, viewAll } from '@iterion/engine';
import { expect, test } from 'vitest';
import { PATH_ONLY, type Place, place, scripted } from '../runs.fixture.ts';
import { resumeRun } from '../resume.ts';
import { startRun } from '../start.ts';
import { coerceVars } from '../vars.ts';
import { applyRecipe } from './applyRecipe.ts';
import type { Recipe } from './recipe.ts';

const TEXT = `vars:
  limit: int = 1
prompt ask:
  Old.
schema verdict:
  ok: bool
  limit: int
judge critic:
  backend: "claw"
  output: verdict
  user: ask
judge second:
  backend: "claw"
  output: verdict
  user: ask
workflow flow:
  entry: critic
  critic -> second
  second -> done
`;
const RECIPE: Recipe = {
  name: 'fast',
  preset_vars: { limit: 4 },
  prompt_pack: { ask: 'New.' },
  evaluation_policy: { primary_metric: 'critic.ok', secondary_metrics: ['critic.limit'] },
};

async function start(at: Place, execute: ReturnType<typeof scripted>['execute']) {
  const file = path.join(at.workspace, 'flow.iter');
  writeFileSync(file, TEXT);
  const { text, graph, vars: recipeVars } = applyRecipe(TEXT, RECIPE);
  const { vars, inputs } = coerceVars(graph, { recipe: recipeVars });
  const settings = { store: at.store, workspaceDir: at.workspace, env: PATH_ONLY, execute };
  return startRun({ ...settings, graph, sourceText: text, filePath: file, vars, inputs, recipe: RECIPE });
}

test('R-RECIPE-04 the log holds the recipe and with it the verdict; header and view agree on it', async () => {
  const at = place();
  const host = scripted({
    critic: [{ output: { ok: true, limit: 4 } }],
    second: [{ output: { ok: false, limit: 4 } }],
  });
  const handle = await start(at, host.execute);
  const { status, header } = await handle.done;
  expect(status).toBe('finished');
  expect(header.recipe).toEqual(RECIPE);
  const view = viewAll(emptyView(), at.store.events(handle.runId).events);
  expect(view.run.recipe).toEqual(RECIPE);
  expect(view.run.vars).toEqual({ limit: 4 });
  expect(view.verdict).toEqual({
    metric: 'critic.ok',
    found: true,
    value: true,
    success: true,
    secondary: { 'critic.limit': 4 },
  });
  expect(host.calls.map(({ request }) => ('user' in request ? request.user : ''))).toEqual(['New.', 'New.']);
});

test('R-RESUME-07 resume knows that the file with its recipe is what the run had, and puts it on an edited file', async () => {
  const at = place();
  const first = await start(
    at,
    scripted({ critic: [{ output: { ok: true, limit: 4 } }], second: [{ fails: 'TOOL_FAILED_PERMANENT' }] }).execute,
  );
  expect((await first.done).status).toBe('failed_resumable');
  const file = path.join(at.workspace, 'flow.iter');
  const again = { store: at.store, runId: first.runId, env: PATH_ONLY };
  const failing = scripted({ second: [{ fails: 'TOOL_FAILED_PERMANENT' }] }).execute;
  const same = await resumeRun({ ...again, execute: failing });
  expect(same.notes).toEqual([]);
  await same.handle.done;

  const edited = TEXT.replace('judge second:\n  backend: "claw"', 'judge second:\n  backend: "claw"\n  max_tokens: 77');
  writeFileSync(file, edited);
  const told = await resumeRun({ ...again, execute: failing });
  expect(told.notes).toEqual([expect.stringContaining('has changed since the run began')]);
  await told.handle.done;

  const host = scripted({ second: [{ output: { ok: true, limit: 4 } }] });
  const changed = await resumeRun({ ...again, execute: host.execute, sourceText: edited });
  expect((await changed.handle.done).status).toBe('finished');
  expect(host.calls[0]?.request).toMatchObject({ user: 'New.', max_tokens: 77 });
});
