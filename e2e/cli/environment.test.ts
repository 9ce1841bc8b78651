// What the environment decides (R-CLI-06, R-CLI-07), on the built product as it is installed: by its own name, not through Node.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { cli, finished, folder, type Ended, type Folder } from './product.ts';

function byName(place: Folder, more: Record<string, string>, ...args: string[]): Promise<Ended> {
  const env = { ...place.env, ...more };
  return finished(spawn(cli, args, { cwd: place.dir, env, stdio: ['ignore', 'pipe', 'pipe'] }));
}

test('R-CLI-06 --env-file is read by iterion and not by Node: a missing one is a usage error, NODE_OPTIONS in it are not obeyed', async () => {
  const place = folder('judge_loop.iter');
  const missing = await byName(place, {}, 'run', 'judge_loop.iter', '--simulate', '--env-file', 'none.env');
  expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('cannot read the environment file')]);
  place.write('evil.cjs', 'require("node:fs").writeFileSync("evil-ran", "")');
  place.write('x.env', `NODE_OPTIONS="--require=${path.join(place.dir, 'evil.cjs')}"\n`);
  const ran = await byName(place, {}, 'run', 'judge_loop.iter', '--simulate', '--env-file', 'x.env');
  expect(ran.code).toBe(0);
  expect(ran.err).toContain('NODE_OPTIONS would redirect programs and is ignored');
  expect(existsSync(path.join(place.dir, 'evil-ran'))).toBe(false);
});

const COMMAND = `schema out:
  text: string
  exit_code: int

tool say:
  command: "echo hello; sleep 1"
  output: out

workflow say:
  entry: say
  say -> done
`;

test('R-CLI-07 variables of the product stand in for the options that are not given', async () => {
  const place = folder('judge_loop.iter');
  place.write('say.iter', COMMAND);
  const env = (name: string, value: string): Record<string, string> => ({ [`ITERION_${name}`]: value });
  const run = (more: Record<string, string>, ...args: string[]): Promise<Ended> => byName(place, more, 'run', ...args);

  await run(env('STORE_DIR', 'elsewhere'), 'judge_loop.iter', '--simulate');
  expect([existsSync(path.join(place.dir, 'elsewhere/runs')), existsSync(path.join(place.dir, '.iterion'))]).toEqual([
    true,
    false,
  ]);
  const where = /\n\s+at .*\.mjs/;
  expect((await byName(place, {}, 'validate', 'none.iter')).err).not.toMatch(where);
  expect((await byName(place, env('LOG_LEVEL', 'debug'), 'validate', 'none.iter')).err).toMatch(where);
  const fsync = await run(env('FSYNC', 'sometimes'), 'judge_loop.iter', '--simulate');
  expect([fsync.code, fsync.err]).toEqual([2, expect.stringContaining('--fsync cannot be sometimes')]);
  place.write('ask.iter', 'agent ask:\n  model: "m"\n\nworkflow ask:\n  entry: ask\n  ask -> done\n');
  const backend = await run(env('DEFAULT_BACKEND', 'nowhere'), 'ask.iter');
  expect(backend.err).toContain('the backend nowhere is not available');
  const simulated = await run(env('DEFAULT_BACKEND', 'simulate'), 'ask.iter', '--json');
  expect(simulated.code).toBe(0);
  const late = await run(env('TOOL_TIMEOUT', '0.2'), 'say.iter', '--json');
  expect(JSON.parse(late.out)).toMatchObject({ exit_code: 1, error: { code: 'TIMEOUT' } });

  const log = async (more: Record<string, string>): Promise<string> => {
    await run(more, 'say.iter', '--run-id', Object.keys(more).join('') || 'plain');
    const shown = await byName(place, {}, 'inspect', '--run-id', 'last', '--events', '--json');
    const { events } = JSON.parse(shown.out) as { events: { type: string }[] };
    return JSON.stringify(events.filter(({ type }) => type.startsWith('tool_') || type.startsWith('llm_')));
  };
  expect(await log({})).toContain('echo hello');
  expect(await log(env('LOG_CONTENT', '0'))).not.toContain('echo hello');

  place.write('secret.iter', COMMAND.replace('echo hello; sleep 1', 'echo $CODEWORD'));
  const told = await run({ CODEWORD: 'open-sesame', ITERION_SECRETS: 'CODEWORD' }, 'secret.iter', '--json');
  expect(told.out).toContain('[redacted:CODEWORD]');
  expect(told.out).not.toContain('open-sesame');
});

test('R-CLI-07 none of them is taken from a file of the workspace', async () => {
  const place = folder('judge_loop.iter');
  place.write('.env', 'ITERION_STORE_DIR=planted\nITERION_DEFAULT_BACKEND=planted\n');
  place.write('config.json', '{"store_dir":"planted"}');
  const { code, err } = await byName(place, {}, 'run', 'judge_loop.iter', '--simulate');
  expect(code).toBe(0);
  expect(err).toContain('ITERION_STORE_DIR would redirect programs and is ignored');
  expect([existsSync(path.join(place.dir, '.iterion')), existsSync(path.join(place.dir, 'planted'))]).toEqual([
    true,
    false,
  ]);
});
