// Tool nodes through the whole pipeline: parser, compiler, core, a real shell (S-11, S-42, S-89, S-97, S-116, S-117, P-24).
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compile, parse } from '@iterion/dsl';
import type { Json } from '@iterion/engine';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Place, place, startText } from './runs.fixture.ts';

/** Prints its arguments as JSON, one array. */
const ARGS =
  '#!/bin/sh\nexec python3 -c \'import json, os, sys; print(json.dumps({"args": [os.fsencode(a).decode("utf-8") for a in sys.argv[1:]]}))\' "$@"\n';

function withArgs(): Place {
  const at = place();
  writeFileSync(path.join(at.workspace, 'args'), ARGS, { mode: 0o755 });
  return at;
}

const flow = (command: string): string => `
vars:
  v: json

tool show:
  command: \`${command}\`

workflow quoting:
  entry: show
  show -> done
`;

interface Shown {
  readonly args?: readonly string[];
  readonly result?: string;
}

async function run(
  at: Place,
  command: string,
  v: Json,
): Promise<{ output: Shown; error: { code: string; hint?: string } | null }> {
  const { output, error } = await (await startText(flow(command), at, { given: { v }, fsync: 'off' })).done;
  return { output: (output ?? {}) as Shown, error };
}

const HOSTILE = `a'b "c" $(touch x) ; rm`;

test('S-116 in every quoting the program receives exactly the value, and nothing is executed', async () => {
  const at = withArgs();
  const all =
    './args {{vars.v}} "{{vars.v}}" \'{{vars.v}}\' p{{vars.v}}s "p{{vars.v}}s" \'p{{vars.v}}s\' "$(printf %s {{vars.v}})" "$(printf %s "{{vars.v}}")" "$(printf %s \'{{vars.v}}\')"';
  const p = `p${HOSTILE}s`;
  expect((await run(at, all, HOSTILE)).output.args).toEqual([
    HOSTILE,
    HOSTILE,
    HOSTILE,
    p,
    p,
    p,
    HOSTILE,
    HOSTILE,
    HOSTILE,
  ]);
  expect(readdirSync(at.workspace).sort()).toEqual(['.iterion', 'args']);
});

test('S-116 a here-document takes the value, one with a quoted delimiter is refused with a hint', async () => {
  const at = withArgs();
  const block = (delimiter: string): string =>
    flow('X').replace('command: `X`', `command: |\n    cat <<${delimiter}\n    [{{vars.v}}]\n    EOF`);
  const good = await (await startText(block('EOF'), at, { given: { v: HOSTILE } })).done;
  expect(good.output).toEqual({ result: `[${HOSTILE}]` });
  const graph = compile(parse(block("'EOF'")));
  expect(graph.diagnostics.map(({ code }) => code)).toContain('C129');
  if (!graph.valid) return; // refused before a run
  const refused = await (await startText(block("'EOF'"), at, { given: { v: HOSTILE } })).done;
  expect(refused.error).toMatchObject({ code: 'TEMPLATE_ERROR', hint: expect.stringContaining('variable') });
});

test('S-117 a list outside quotes is one word per item', async () => {
  const at = withArgs();
  expect((await run(at, './args -- {{vars.v}}', ['one', 'two words', '', '*'])).output.args).toEqual([
    '--',
    'one',
    'two words',
    '',
    '*',
  ]);
  expect((await run(at, './args {{vars.v}} end', [])).output.args).toEqual(['end']);
  expect((await run(at, './args "{{vars.v}}"', ['one', 2])).output.args).toEqual(['["one",2]']);
  expect((await run(at, 'X={{vars.v}}; ./args "$X"', ['one', 'two'])).output.args).toEqual(['["one","two"]']);
  expect((await run(at, './args {{vars.v}}', null)).output.args).toEqual(['']);
  expect((await run(at, './args {{vars.v}}', { a: [1] })).output.args).toEqual(['{"a":[1]}']);
});

test('P-24 shell arguments equal the values for arbitrary texts', async () => {
  const at = withArgs();
  const pieces = fc.constantFrom(
    "'",
    '"',
    '\\',
    '$',
    '`',
    '$(touch pwned)',
    '${HOME}',
    '\n',
    ' ',
    '*',
    '~',
    '!',
    '#',
    ';',
    '&&',
    '{{vars.v}}',
    '-n',
    '=',
    'é',
    '😀',
    '\u0001',
    '\r',
    '\t',
  );
  const text = fc
    .array(fc.oneof(pieces, fc.string({ unit: 'grapheme', maxLength: 4 })), { maxLength: 12 })
    .map((parts) => parts.join(''))
    .filter((value) => !value.includes('\0') && value.isWellFormed());
  await fc.assert(
    fc.asyncProperty(text, async (value) => {
      const { output } = await run(at, './args {{vars.v}} "{{vars.v}}" \'{{vars.v}}\'', JSON.stringify(value));
      expect(output.args).toEqual([value, value, value]);
    }),
    { numRuns: 25 },
  );
  expect(readdirSync(at.workspace)).not.toContain('pwned');
}, 30_000);

test('R-TOOL-17 nowhere in a command is a value executed, whatever the place', async () => {
  const payloads: Json[] = [
    'a[$(touch pwned)]',
    '$(touch pwned)',
    '`touch pwned`',
    '; touch pwned',
    "'; touch pwned; '",
    '"; touch pwned; "',
    '\ntouch pwned\n',
    ['x', 'touch', 'pwned'],
  ];
  const places = [
    'echo $(( {{vars.v}} + 1 ))',
    'echo "$(( {{vars.v}} ))"',
    '(( {{vars.v}} > 1 )); echo',
    'X=1; echo ${X:-{{vars.v}}}',
    'X={{vars.v}}',
    'X=pre{{vars.v}}',
    'export X=pre{{vars.v}}; echo',
    'echo \\{{vars.v}}',
    'echo "\\{{vars.v}}"',
    'echo ${{vars.v}}',
    'echo "${{vars.v}}"',
    "echo $'{{vars.v}}'",
    'echo `echo {{vars.v}}`',
    "echo # it's {{vars.v}}",
    'case {{vars.v}} in a) echo a;; *) echo {{vars.v}};; esac',
    'echo "$(case x in x) echo {{vars.v}};; esac)"',
    '[[ -n {{vars.v}} ]] && echo',
    'for i in {{vars.v}}; do echo "$i"; done',
    'cat <<< {{vars.v}}',
    'echo ${#X}{{vars.v}}',
    'f() { echo {{vars.v}}; }; f',
    'a=({{vars.v}}); echo "${a[@]}"',
    'X="a b"{{vars.v}}',
    'X={{vars.v}}{{vars.v}}',
    '[[ {{vars.v}} -gt 1 ]]; echo',
    'a=(1 2); echo ${a[{{vars.v}}]}',
    'a[{{vars.v}}]=1; echo',
  ];
  const executed: string[] = [];
  for (const command of places) {
    for (const v of payloads) {
      const at = withArgs();
      await run(at, command, v).catch(() => undefined); // a compiler that refuses the place is as good as a run that fails
      if (existsSync(path.join(at.workspace, 'pwned'))) executed.push(`${command} with ${JSON.stringify(v)}`);
    }
  }
  expect(executed).toEqual([]);
}, 60_000);

test('S-11 what looks like a reference or a substitution in a value is passed on as it is', async () => {
  const at = withArgs();
  const value = '{{vars.secret}} $(id) ${HOME}';
  expect((await run(at, './args {{vars.v}}', value)).output.args).toEqual([value]);
});

test('S-97 exit 75 twice, then 0: two retries after about 1 and 2 s; exit 1 is not tried again', async () => {
  const at = place();
  const waits: number[] = [];
  const clock = {
    now: () => now,
    wakeAt: (time: number, wake: () => void) => (
      waits.push(Math.round(time - now)),
      (now = time),
      setImmediate(wake),
      () => undefined
    ),
  };
  let now = Date.parse('2026-01-01T00:00:00Z');
  const text = flow('echo x >> tries; [ $(wc -l < tries) -ge 3 ] || exit 75');
  const handle = await startText(text, at, { clock });
  expect((await handle.done).status).toBe('finished');
  expect(readFileSync(path.join(at.workspace, 'tries'), 'utf8')).toBe('x\nx\nx\n');
  const recoveries = at.store
    .events(handle.runId)
    .events.flatMap((event) => (event.type === 'node_recovery' ? [event.data] : []));
  expect(recoveries.map(({ code, action }) => [code, action])).toEqual([
    ['TOOL_FAILED_TRANSIENT', 'retry'],
    ['TOOL_FAILED_TRANSIENT', 'retry'],
  ]);
  const [first, second] = recoveries.map(({ delay_ms }) => delay_ms ?? 0);
  expect(first).toBeGreaterThanOrEqual(800);
  expect(first).toBeLessThanOrEqual(1200);
  expect(second).toBeGreaterThanOrEqual(1600);
  expect(second).toBeLessThanOrEqual(2400);
  expect(waits.length).toBeGreaterThanOrEqual(2);
  const other = place();
  const failed = await (await startText(flow('echo x >> tries; exit 1'), other)).done;
  expect(failed).toMatchObject({ status: 'failed_resumable', error: { code: 'TOOL_FAILED_PERMANENT' } });
  expect(readFileSync(path.join(other.workspace, 'tries'), 'utf8')).toBe('x\n');
});

test('S-42 two runs in one workspace do not write at once; a longer wait is told', async () => {
  const at = place();
  const text = flow('echo "start $ITERION_RUN_ID" >> order; sleep 1.2; echo "end $ITERION_RUN_ID" >> order');
  const runs = await Promise.all([startText(text, at, { runId: 'r1' }), startText(text, at, { runId: 'r2' })]);
  for (const { status } of await Promise.all(runs.map(({ done }) => done))) expect(status).toBe('finished');
  const order = readFileSync(path.join(at.workspace, 'order'), 'utf8').trim().split('\n');
  expect(order.map((line) => line.split(' ')[0])).toEqual(['start', 'end', 'start', 'end']);
  const waits = ['r1', 'r2'].flatMap((id) =>
    at.store.events(id).events.filter(({ type }) => type === 'workspace_wait'),
  );
  expect(waits).toHaveLength(1);
  expect(waits[0]).toMatchObject({ data: { holder: expect.stringContaining(`process ${process.pid}`) } });
});

test('L-ENV-04 the environment is replaced first, then references; an unset name is left to the shell, a secret too', async () => {
  const at = withArgs();
  const env = { PATH: process.env['PATH'] ?? '', GREETING: 'hello', MY_TOKEN: 'sesame-open' };
  const text = flow(
    'NAME=own; ./args ${GREETING} ${PROJECT_DIR} ${NAME} ${UNSET:-fallback} {{vars.v}} $(printf %s "${MY_TOKEN}" | wc -c)',
  );
  const handle = await startText(text, at, { env, given: { v: '${GREETING}' } });
  const { output } = await handle.done;
  expect(output).toEqual({ args: ['hello', at.workspace, 'own', 'fallback', '${GREETING}', '11'] });
  const [started] = at.store.events(handle.runId).events;
  expect(started).toMatchObject({ data: { env: { GREETING: 'hello', MY_TOKEN: null } } });
});
