import { expect, test } from 'vitest';
import { PATH_ONLY, place, scripted, startText } from './runs.fixture.ts';
import { resumeRun } from './resume.ts';

const TEXT = `prompt ask:
  x
agent first:
  backend: "claw"
  model: "\${ITER_TEST_MODEL:-none}"
  user: ask
agent second:
  backend: "claw"
  model: "\${ITER_TEST_MODEL:-none}"
  user: ask
workflow w:
  entry: first
  first -> second
  second -> done
`;

test('R-RESUME-08 a changed value is told and the recorded one kept, unless it is refreshed', async () => {
  const at = place();
  const models: unknown[] = [];
  const failing = scripted({ second: [{ fails: 'TOOL_FAILED_PERMANENT' }] });
  const started = await startText(TEXT, at, {
    env: { ...PATH_ONLY, ITER_TEST_MODEL: 'a/old' },
    execute: failing.execute,
  });
  expect((await started.done).status).toBe('failed_resumable');
  const again = { store: at.store, runId: started.runId, env: { ...PATH_ONLY, ITER_TEST_MODEL: 'a/new' } };

  const kept = await resumeRun({ ...again, execute: failing.execute });
  expect(kept.notes).toEqual([
    'ITER_TEST_MODEL is now "a/new"; the run keeps "a/old" (take the new one with --refresh-env)',
  ]);
  await kept.handle.done;

  const host = scripted();
  const refreshed = await resumeRun({ ...again, execute: host.execute, refreshEnv: true });
  expect(refreshed.notes).toEqual(['ITER_TEST_MODEL is now "a/new" instead of "a/old"']);
  expect((await refreshed.handle.done).status).toBe('finished');
  for (const { request } of [...failing.calls, ...host.calls]) if ('model' in request) models.push(request.model);
  expect(models).toEqual(['a/old', 'a/old', 'a/old', 'a/new']);
  expect(at.store.state(started.runId).env['ITER_TEST_MODEL']).toBe('a/new');
});
