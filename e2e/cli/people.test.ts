import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { cli, folder, type Folder } from './product.ts';

const ASK = `schema decision:
  approved: bool
  risk: string [enum: "low", "high"]
  n: int
human gate:
  output: decision
  instructions: please
prompt please:
  Look at it.
workflow w:
  entry: gate
  gate -> done when approved
  gate -> fail when not approved
`;
const TWO = `router fan:
  mode: fan_out_all
human first:
human second:
join both:
  require: [first, second]
workflow w:
  entry: fan
  fan -> first
  fan -> second
  first -> both
  second -> both
  both -> done
`;

interface Paused {
  readonly status: string;
  readonly interaction_id?: string;
  readonly interactions?: readonly {
    readonly interaction_id: string;
    readonly form: readonly { readonly name: string }[];
  }[];
  readonly output?: unknown;
}

async function paused(text: string): Promise<Folder> {
  const place = folder();
  place.write('w.iter', text);
  const { code, document } = await place.json<Paused>('run', 'w.iter', '--run-id', 'one');
  expect([code, document.status]).toEqual([3, 'paused_waiting_human']);
  return place;
}
const types = (place: Folder): string[] =>
  place
    .read('.iterion/runs/one/events.jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { type: string }).type);

test('S-52 R-CLI-16 typed answers are coerced and the run goes on', async () => {
  const place = await paused(ASK);
  const { code, document } = await place.json<Paused>(
    'resume',
    '--run-id',
    'one',
    '--answer',
    'approved=yes',
    '--answer',
    'risk=low',
    '--answer',
    'n=3',
  );
  expect([code, document.output]).toEqual([0, { approved: true, risk: 'low', n: 3 }]);
  const [asked] = types(place).flatMap((type, index) => (type === 'run_paused' ? [index] : []));
  expect(types(place).slice((asked ?? 0) + 1)).toEqual([
    'human_answers_recorded',
    'run_resumed',
    'node_finished',
    'edge_selected',
    'node_started',
    'node_finished',
    'run_finished',
  ]);
});

test('S-52 R-HUMAN-04 a wrong answer is refused with the field named; nothing is appended, the run stays paused', async () => {
  const place = await paused(ASK);
  const before = place.read('.iterion/runs/one/events.jsonl');
  const { code, err } = await place.run(
    'resume',
    '--run-id',
    'one',
    '--answer',
    'approved=yes',
    '--answer',
    'risk=mid',
    '--answer',
    'm=3',
  );
  expect(code).toBe(2);
  expect(err).toContain('risk must be low|high, not mid');
  expect(err).toContain('n needs an answer');
  expect(err).toContain('there is no field m');
  expect(place.read('.iterion/runs/one/events.jsonl')).toBe(before);
  expect((await place.json('resume', 'one')).code).toBe(3);
});

test('R-CLI-16 a paused run without answers tells what is open and how to answer', async () => {
  const place = await paused(ASK);
  const { code, out } = await place.run('resume', '--run-id', 'one');
  expect(code).toBe(3);
  expect(out).toContain('gate asks (human, one_gate)');
  expect(out).toContain('    Look at it.');
  expect(out).toContain('    risk: low | high');
  expect(out).toContain('iterion resume --run-id one --answer approved=yes --answer risk=low --answer n=1');
});

test('S-51 R-CLI-16 with two open questions the answer says which; each is answered on its own', async () => {
  const place = await paused(TWO);
  const unclear = await place.run('resume', '--run-id', 'one', '--answer', 'answer=x');
  expect(unclear.code).toBe(2);
  const { document } = await place.json<Paused>('resume', '--run-id', 'one');
  const [first = '', second = ''] = (document.interactions ?? []).map(({ interaction_id }) => interaction_id);
  expect(unclear.err).toContain(`--interaction ${first} or --interaction ${second}`);
  const half = await place.json<Paused>('resume', '--run-id', 'one', '--interaction', second, '--answer', 'answer=2');
  expect([half.code, half.document.interaction_id]).toEqual([3, first]);
  const whole = await place.json<Paused>('resume', '--run-id', 'one', '--answer', 'answer=1');
  expect([whole.code, whole.document.output]).toEqual([0, { first: { answer: '1' }, second: { answer: '2' } }]);
});

test('R-CLI-16 --answers-file answers several questions by their ids, or the only one', async () => {
  const place = await paused(TWO);
  const { document } = await place.json<Paused>('resume', 'one');
  const answers = Object.fromEntries(
    (document.interactions ?? []).map(({ interaction_id }) => [interaction_id, { answer: 'f' }]),
  );
  place.write('answers.json', JSON.stringify(answers));
  const both = await place.json<Paused>('resume', '--run-id', 'one', '--answers-file', 'answers.json');
  expect([both.code, both.document.output]).toEqual([0, { first: { answer: 'f' }, second: { answer: 'f' } }]);
  const other = await paused(ASK);
  other.write('bad.json', '[1]');
  expect((await other.run('resume', 'one', '--answers-file', 'bad.json')).code).toBe(2);
  other.write('good.json', '{"approved": false, "risk": "high", "n": 1}');
  const refused = await other.json<Paused>('resume', 'one', '--answers-file', 'good.json', '--answer', 'n=2');
  expect([refused.code, refused.document.status]).toEqual([1, 'failed']);
});

test('R-CLI-16 a unique beginning of an id, or last, is enough', async () => {
  const place = folder('minimal_linear.iter');
  for (const id of ['abc1', 'abd2']) await place.run('run', 'minimal_linear.iter', '--simulate', '--run-id', id);
  const name = async (given: string): Promise<unknown> =>
    (await place.json<{ run?: { id: string } }>('inspect', '--run-id', given)).document.run?.id;
  expect(await name('abc')).toBe('abc1');
  expect(await name('last')).toBe('abd2');
  const unclear = await place.run('inspect', '--run-id', 'ab');
  expect([unclear.code, unclear.err]).toEqual([2, expect.stringContaining('2 runs begin with ab')]);
});

// `script` gives a terminal; it is part of every Linux and macOS, on which its arguments differ.
const hasTerminal = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;
/** What a person at a terminal sees who types these lines. */
function atTerminal({ dir, env }: Folder, args: readonly string[], typed: string): { code: number; seen: string } {
  const command = [process.execPath, cli, ...args].map((word) => `'${word}'`).join(' ');
  const { stdout, status } = spawnSync('script', ['-qefc', command, '/dev/null'], {
    cwd: dir,
    env: { ...env, TERM: 'xterm' },
    input: typed,
    encoding: 'utf8',
    timeout: 15_000,
  });
  // oxlint-disable-next-line no-control-regex
  return { code: status ?? -1, seen: stdout.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '') };
}

test.runIf(hasTerminal)('R-HUMAN-13 at a terminal fields are asked one by one, and a wrong entry again', () => {
  const place = folder();
  place.write('w.iter', ASK);
  const { code, seen } = atTerminal(place, ['run', 'w.iter', '--run-id', 'one'], 'perhaps\nyes\nlow\n\n4\n');
  expect(seen).toContain('? gate asks');
  expect(seen).toContain('Look at it.');
  expect(seen).toMatch(/approved \(yes \| no\):/);
  expect(seen).toContain('that must be yes | no, not "perhaps"');
  expect(seen).toContain('n needs an answer');
  expect(seen).toContain('✓ finished');
  expect(code).toBe(0);
});

test.runIf(hasTerminal)('R-HUMAN-13 the end of input leaves the run paused; --no-interactive never asks', async () => {
  const place = folder();
  place.write('w.iter', ASK);
  const left = atTerminal(place, ['run', 'w.iter', '--run-id', 'one'], 'yes\n\u0004');
  expect([left.code, types(place).at(-1)]).toEqual([3, 'run_paused']);
  const silent = atTerminal(place, ['resume', 'one', '--no-interactive'], '');
  expect(silent.code).toBe(3);
  expect(silent.seen).not.toContain('(yes | no)');
  expect((await place.json<{ run: { status: string } }>('inspect', 'one')).document.run.status).toBe(
    'paused_waiting_human',
  );
});

test('S-59 R-HUMAN-08 resume with a file that asks otherwise voids the old question and asks the new one', async () => {
  const place = await paused(ASK);
  place.write('new.iter', ASK.replace('Look at it.', 'Look at it twice.'));
  const asked = await place.json<Paused>('resume', '--run-id', 'one', '--file', 'new.iter');
  expect([asked.code, asked.document.interaction_id]).toEqual([3, 'one_gate_v2']);
  const stale = ['--interaction', 'one_gate', '--answer', 'approved=yes', '--answer', 'risk=low', '--answer', 'n=1'];
  expect((await place.run('resume', '--run-id', 'one', ...stale)).code).toBe(2);
  expect(JSON.parse(place.read('.iterion/runs/one/interactions/one_gate.json'))).toMatchObject({ void: true });
});

test('S-57 R-RESUME-03 an answer that a crash kept from being used is used, also while another question is open', async () => {
  const place = await paused(TWO);
  const log = '.iterion/runs/one/events.jsonl';
  const [id = ''] = /one_first_b[0-9a-f]+/.exec(place.read(log)) ?? [];
  await place.run('resume', '--run-id', 'one', '--interaction', id, '--answer', 'answer=yes');
  const lines = place.read(log).trimEnd().split('\n');
  const answered = lines.findIndex((line) => line.includes('"human_answers_recorded"'));
  place.write(log, `${lines.slice(0, answered + 1).join('\n')}\n`);
  const { code, document } = await place.json<Paused>('resume', '--run-id', 'one');
  expect([code, document.interactions?.length]).toEqual([3, 1]);
  expect(types(place).slice(answered + 1)).toContain('node_finished');
});
