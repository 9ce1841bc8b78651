import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { finished, folder, root, until, type Folder } from './product.ts';

const SLOW = `tool quick:
  command: "echo ran >> quick.txt"
tool slow:
  command: "echo started >> slow.txt; sleep SECONDS; echo over >> slow.txt"
workflow w:
  entry: quick
  quick -> slow
  slow -> done
`;
const slow = (seconds: number): string => SLOW.replace('SECONDS', String(seconds));

async function status(place: Folder): Promise<string> {
  return (await place.json<{ run: { status: string } }>('inspect', '--run-id', 'one')).document.run.status;
}
const running = /"type":"node_started"[^\n]*"node_id":"slow"/;

test('S-74 R-CLI-03 the first signal cancels the run, exit 130; resume repeats only what was interrupted', async () => {
  const place = folder();
  place.write('w.iter', slow(30));
  const child = place.start('run', 'w.iter', '--run-id', 'one', '--ndjson');
  const over = finished(child);
  await until(child, running);
  child.kill('SIGINT');
  const { code, out } = await over;
  expect(code).toBe(130);
  const types = out
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { type: string }).type);
  expect(types.slice(-3)).toEqual(['run_stopping', 'node_interrupted', 'run_cancelled']);
  place.write('w.iter', slow(0));
  const resumed = await place.json('resume', '--run-id', 'one', '--file', 'w.iter');
  expect([resumed.code, place.read('quick.txt')]).toEqual([0, 'ran\n']);
});

test('R-CLI-17 cancel asks the process that holds the run', async () => {
  const place = folder();
  place.write('w.iter', slow(30));
  const child = place.start('run', 'w.iter', '--run-id', 'one', '--ndjson');
  const over = finished(child);
  await until(child, running);
  const { code, document } = await place.json('cancel', '--run-id', 'one', '--reason', 'enough');
  expect([code, document]).toEqual([0, { run_id: 'one', status: 'cancelled' }]);
  const held = await over;
  expect(held.code).toBe(130);
  expect(held.out).toContain('"reason":"enough"');
  expect((await place.run('cancel', '--run-id', 'one')).err).toContain('[RESUME_INVALID]');
});

test('R-CLI-17 R-REC-14 --pause lets the running step finish', async () => {
  const place = folder();
  place.write('w.iter', SLOW.replace('sleep SECONDS', 'while [ ! -f go ]; do sleep 0.05; done'));
  const child = place.start('run', 'w.iter', '--run-id', 'one', '--ndjson');
  const over = finished(child);
  await until(child, running);
  const asked = place.json('cancel', '--run-id', 'one', '--pause');
  await until(child, /"type":"run_stopping"/);
  place.write('go', '');
  expect((await asked).document).toEqual({
    run_id: 'one',
    status: 'paused_operator',
  });
  expect((await over).code).toBe(3);
  expect(place.read('slow.txt')).toBe('started\nover\n');
  expect((await place.run('resume', '--run-id', 'one')).code).toBe(0);
  expect(place.read('slow.txt')).toBe('started\nover\n');
});

test('S-85 S-77 R-REC-17 a killed process leaves a run that is seen as such and resumes; a living one is not disturbed', async () => {
  const place = folder();
  place.write('w.iter', slow(2));
  const child = place.start('run', 'w.iter', '--run-id', 'one', '--ndjson');
  const over = finished(child);
  await until(child, running);
  const second = await place.json<{ error: { code: string } }>('resume', '--run-id', 'one');
  expect([second.code, second.document.error.code]).toEqual([1, 'RUN_LOCKED']);
  child.kill('SIGKILL');
  await over;
  expect((await place.run('inspect', '--run-id', 'one')).out).toContain('running (no process)');
  expect((await place.run('inspect')).out).toContain('running (no process)');
  const resumed = await place.run('resume', '--run-id', 'one');
  expect(resumed.code).toBe(0);
  expect(resumed.out).toMatch(/✓ finished/);
  expect(place.read('quick.txt')).toBe('ran\n');
  expect(await status(place)).toBe('finished');
});

test('R-CLI-19 --follow prints the events of another process until the run stops', async () => {
  const place = folder();
  place.write('w.iter', slow(1));
  const child = place.start('run', 'w.iter', '--run-id', 'one', '--ndjson');
  const over = finished(child);
  await until(child, running);
  const { code, out } = await place.run('inspect', '--run-id', 'one', '--follow');
  expect(code).toBe(0);
  const ran = (await over).out.trimEnd().split('\n');
  expect(out.trimEnd().split('\n')).toHaveLength(ran.length);
  expect(out).toMatch(/run_finished/);
});

test('S-58 R-CLI-16 an answer for a run that another process holds is handed to it', async () => {
  const place = folder();
  place.write(
    'w.iter',
    `router fan:
  mode: fan_out_all
tool slow:
  command: "sleep 3"
human gate:
join both:
  require: [slow, gate]
workflow w:
  entry: fan
  fan -> slow
  fan -> gate
  slow -> both
  gate -> both
  both -> done
`,
  );
  const child = place.start('run', 'w.iter', '--run-id', 'one', '--ndjson');
  const over = finished(child);
  await until(child, /human_input_requested/);
  const { code, document } = await place.json<{ status: string }>('resume', '--run-id', 'one', '--answer', 'answer=42');
  expect([code, document.status]).toEqual([0, 'running']);
  const { out, code: exit } = await over;
  expect(exit).toBe(0);
  expect(out).not.toContain('"type":"run_paused"');
  expect(out).toContain('"answer":"42"');
});

test('S-76 a second signal kills what ignores the first one', async () => {
  const place = folder();
  place.write(
    'w.iter',
    `tool t:\n  command: "trap '' TERM INT; echo $$ > pid.txt; while :; do sleep 0.1; done"\nworkflow w:\n  entry: t\n  t -> done\n`,
  );
  const child = place.start('run', 'w.iter', '--run-id', 'one', '--ndjson');
  const over = finished(child);
  await until(child, /"type":"node_started"/);
  await delay(400);
  child.kill('SIGINT');
  await delay(200);
  child.kill('SIGINT');
  expect((await over).code).toBe(130);
  const pid = Number(place.read('pid.txt'));
  expect(() => process.kill(pid, 0)).toThrow();
  expect(await status(place)).toBe('cancelled');
});

const handedOver = (place: Folder, ...args: string[]) =>
  spawn(process.execPath, [path.join(root, 'apps/cli/bin/bundledNode.mjs'), ...args], {
    cwd: place.dir,
    env: place.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });

test('S-74 R-CLI-24 a signal to an older Node cancels the run of the Node it handed over to', async () => {
  const place = folder();
  place.write('w.iter', slow(30));
  const child = handedOver(place, 'run', 'w.iter', '--run-id', 'one', '--ndjson');
  const over = finished(child);
  await until(child, running);
  child.kill('SIGINT');
  const { code, out } = await over;
  expect(code).toBe(130);
  expect(out).toContain('"type":"run_cancelled"');
});

test('S-85 R-CLI-24 killing an older Node kills the Node it handed over to: the run is free to be resumed', async () => {
  const place = folder();
  place.write('w.iter', slow(30));
  const child = handedOver(place, 'run', 'w.iter', '--run-id', 'one', '--ndjson');
  const over = finished(child);
  await until(child, running);
  child.kill('SIGKILL');
  // The pipes close with the last process that holds them, so this waits for both.
  await over;
  expect((await place.run('inspect', '--run-id', 'one')).out).toContain('running (no process)');
  place.write('w.iter', slow(0));
  expect((await place.json('resume', '--run-id', 'one', '--file', 'w.iter')).code).toBe(0);
});

test('R-REC-13 the loss of the terminal is a first signal; a second signal of any kind kills and still writes the end', async () => {
  const place = folder();
  place.write(
    'w.iter',
    `tool t:\n  command: "trap '' TERM INT HUP; echo $$ > pid.txt; while :; do sleep 0.1; done"\nworkflow w:\n  entry: t\n  t -> done\n`,
  );
  const child = place.start('run', 'w.iter', '--run-id', 'one', '--ndjson');
  const over = finished(child);
  await until(child, /"type":"tool_started"/);
  child.kill('SIGHUP');
  await until(child, /"type":"run_stopping"/);
  child.kill('SIGTERM');
  const { code, out } = await over;
  expect(code).toBe(130);
  expect(out).toMatch(/"type":"node_interrupted"[^]*"type":"run_cancelled"/);
  expect(await status(place)).toBe('cancelled');
});
