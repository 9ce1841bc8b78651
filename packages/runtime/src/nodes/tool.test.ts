import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Effect, Json, Outcome, ProgressDraft, ToolRequest } from '@iterion/engine';
import { expect, test } from 'vitest';
import { executeTool } from './tool.ts';

const workspace = mkdtempSync(path.join(tmpdir(), 'iterion-tool-'));
const objectSchema = (properties: Json): Json => ({ type: 'object', properties });

interface Ran {
  readonly outcome: Outcome;
  readonly drafts: readonly ProgressDraft[];
}

async function tool(
  run: ToolRequest['run'],
  rest: Partial<ToolRequest> = {},
  env: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Ran> {
  const drafts: ProgressDraft[] = [];
  const effect: Effect = {
    id: 'main:t:0@1',
    kind: 'tool',
    branch: 'main',
    node: 't',
    iteration: 0,
    attempt: 1,
    input: {},
    request: { run, refs: [], policy_name: 'tool.t', policy: null, ...rest },
    session: { mode: 'fresh', requested: 'fresh' },
    writer: true,
    allowance: {},
  };
  const outcome = await executeTool(effect, {
    runId: 'run_1',
    workspaceDir: workspace,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    signal: signal ?? new AbortController().signal,
    kill: new AbortController().signal,
    progress: async (...more) => void drafts.push(...more),
    reserve: () => Promise.reject(new Error('tools reserve nothing')),
  });
  return { outcome, drafts };
}

test('R-TOOL-12 a command runs in the workspace and knows for whom it works', async () => {
  const { outcome } = await tool({
    shell: 'pwd; echo "$ITERION_RUN_ID $ITERION_NODE_ID $ITERION_BRANCH_ID $ITERION_EFFECT_ID $ITERION_WORKSPACE"',
  });
  expect(outcome).toMatchObject({
    is: 'output',
    output: { result: `${workspace}\nrun_1 t main main:t:0@1 ${workspace}` },
  });
});

test('R-TOOL-17 the values of references arrive as environment variables, byte for byte', async () => {
  const value = `a'b "c" $(touch x) ; rm\n\\ \`id\` ü *`;
  const { outcome } = await tool(
    { shell: 'printf %s "${ITERION_REF_1}" | base64 -w0' },
    { refs: [{ name: 'ITERION_REF_1', value }] },
  );
  expect(outcome).toMatchObject({ output: { result: Buffer.from(value).toString('base64') } });
  expect(readdirSync(workspace)).toEqual([]);
});

test('R-TOOL-17 a value too long for the kernel is an error that proposes a file', async () => {
  const { outcome } = await tool({ shell: ':' }, { refs: [{ name: 'ITERION_REF_1', value: 'x'.repeat(128 * 1024) }] });
  expect(outcome).toMatchObject({ error: { code: 'TEMPLATE_ERROR', hint: expect.stringContaining('file') } });
});

test('R-TOOL-18 scripts run with their interpreter from a private file that is removed', async () => {
  const js = await tool({
    script: 'console.log(JSON.stringify({ file: process.argv[1], v: {"a":1}.a }))',
    language: 'js',
  });
  expect(js.outcome).toMatchObject({ output: { v: 1 } });
  const { file } = (js.outcome as unknown as { output: { file: string } }).output;
  expect(() => readdirSync(path.dirname(file))).toThrow(/ENOENT/);
  const python = await tool({
    script: 'import os, stat, sys\nprint(oct(stat.S_IMODE(os.stat(sys.argv[0]).st_mode)))',
    language: 'python',
  });
  expect(python.outcome).toMatchObject({ output: { result: '0o600' } });
  for (const language of ['sh', 'bash']) {
    expect((await tool({ script: 'echo "hi there"', language })).outcome).toMatchObject({
      output: { result: 'hi there' },
    });
  }
});

test('S-118 one JSON object on stdout is the output, whatever stderr says', async () => {
  const { outcome } = await tool({ shell: `echo noise >&2; echo '{"a": [1], "_b": 2}'` });
  expect(outcome).toMatchObject({ is: 'output', output: { a: [1] }, meta: { exit_code: 0, stderr: 'noise\n' } });
});

test('S-118 the fields of a schema are filled from what the command did', async () => {
  const schema = objectSchema({
    passed: { type: 'boolean' },
    exit_code: { type: 'integer' },
    logs: { type: 'string' },
    failed_tests: { type: 'array', items: { type: 'string' } },
    other: { type: 'number' },
  });
  const { outcome } = await tool({ shell: 'echo out; echo err >&2; exit 2' }, { schema });
  expect(outcome).toEqual({
    is: 'output',
    output: { passed: false, exit_code: 2, logs: 'out\nerr\n', failed_tests: [], other: null },
    meta: { exit_code: 2, duration_s: expect.any(Number), stderr: 'err\n', output_issues: ['other'] },
  });
});

test('R-TOOL-20 without a schema: the parsed value, else the text; JSON that nests too deep stays text', async () => {
  expect((await tool({ shell: 'echo "[1, 2]"' })).outcome).toMatchObject({ output: { result: [1, 2] } });
  expect((await tool({ shell: 'echo "  plain "' })).outcome).toMatchObject({ output: { result: 'plain' } });
  const deep = await tool({ script: 'print("[" * 5000 + "]" * 5000)', language: 'python' });
  expect((deep.outcome as unknown as { output: { result: unknown } }).output.result).toBe(
    '['.repeat(5000) + ']'.repeat(5000),
  );
});

test('R-TOOL-20 declared fields that a JSON object lacks are null and listed; the exit code is known anyway', async () => {
  const schema = objectSchema({ a: { type: 'string' }, b: { type: 'string' }, exit_code: { type: 'integer' } });
  const { outcome } = await tool({ shell: `echo '{"a":"x"}'; exit 3` }, { schema });
  expect(outcome).toMatchObject({ output: { a: 'x', b: null, exit_code: 3 }, meta: { output_issues: ['b'] } });
});

test('R-TOOL-21 a non-zero exit code is an error that shows the end of stderr', async () => {
  const { outcome, drafts } = await tool({ shell: 'echo one >&2; echo "no such branch" >&2; exit 1' });
  expect(outcome).toMatchObject({
    is: 'error',
    error: {
      code: 'TOOL_FAILED_PERMANENT',
      message: 'the command exited with 1: no such branch',
      details: { exit_code: 1, stderr: 'one\nno such branch\n' },
    },
  });
  expect(drafts.map(({ type }) => type)).toEqual(['tool_started', 'tool_error']);
});

test('R-REC-03 75, 124, a foreign signal and telling words on stderr are transient', async () => {
  const failing = [
    'exit 75',
    'exit 124',
    'kill -9 $$',
    'echo "curl: (6) Could not resolve host: x" >&2; exit 6',
    'echo "E: Could not get lock /var/lib" >&2; exit 100',
    'echo "read ECONNRESET" >&2; exit 1',
    'echo "Please TRY AGAIN later" >&2; exit 1',
  ];
  for (const shell of failing)
    expect((await tool({ shell })).outcome, shell).toMatchObject({ error: { code: 'TOOL_FAILED_TRANSIENT' } });
  const lasting = [
    'exit 1',
    'echo "package-lock.json differs" >&2; exit 1',
    'echo "try again"; exit 1',
    'echo "FAIL clock.test.ts" >&2; exit 1',
  ];
  for (const shell of lasting)
    expect((await tool({ shell })).outcome, shell).toMatchObject({ error: { code: 'TOOL_FAILED_PERMANENT' } });
});

test('R-TOOL-22 a time limit of the node, or ITERION_TOOL_TIMEOUT, ends it with TIMEOUT', async () => {
  expect((await tool({ shell: 'sleep 30' }, { timeout_s: 0.1 })).outcome).toMatchObject({ error: { code: 'TIMEOUT' } });
  for (const limit of ['0.1', '100ms']) {
    expect((await tool({ shell: 'sleep 30' }, {}, { ITERION_TOOL_TIMEOUT: limit })).outcome).toMatchObject({
      error: { code: 'TIMEOUT' },
    });
  }
  for (const none of ['', '0']) {
    expect((await tool({ shell: 'true' }, {}, { ITERION_TOOL_TIMEOUT: none })).outcome.is).toBe('output');
  }
  expect((await tool({ shell: 'touch never' }, {}, { ITERION_TOOL_TIMEOUT: 'soon' })).outcome).toMatchObject({
    error: { code: 'EXECUTION_FAILED', message: 'ITERION_TOOL_TIMEOUT is no duration: soon' },
  });
  expect(readdirSync(workspace)).not.toContain('never');
});

test('R-TOOL-19 an output that was cut says by how much', async () => {
  const { outcome } = await tool({ shell: `head -c ${10 * 1024 * 1024 + 7} /dev/zero | tr '\\0' x` });
  expect(outcome).toMatchObject({ is: 'output', meta: { dropped_bytes: 7 } });
});

test('R-CORE-08 an aborted tool is interrupted', async () => {
  const abort = new AbortController();
  const running = tool({ shell: 'sleep 30' }, {}, {}, abort.signal);
  setTimeout(() => abort.abort(), 50);
  expect((await running).outcome).toMatchObject({ is: 'interrupted' });
});

test('S-120 a policy that does not list the node refuses it before anything runs', async () => {
  for (const policy of [[], ['read_file', 'mcp.git.*'], ['tool.other']]) {
    const { outcome, drafts } = await tool({ shell: 'touch ran' }, { policy });
    expect(outcome).toMatchObject({ error: { code: 'POLICY_DENIED' } });
    expect(drafts).toEqual([]);
  }
  for (const policy of [['*'], ['tool.*'], ['tool.t']])
    expect((await tool({ shell: ':' }, { policy })).outcome.is).toBe('output');
});

test('R-TOOL-11 small inputs and outputs are part of the events, unless content is not to be logged', async () => {
  const shown = await tool({ shell: 'echo hi' });
  expect(shown.drafts).toMatchObject([
    { type: 'tool_started', data: { tool: 'tool.t', tool_use_id: 'main:t:0@1', input: { command: 'echo hi' } } },
    { type: 'tool_called', data: { output: 'hi\n', output_size: 3, exit_code: 0 } },
  ]);
  const hidden = await tool({ shell: 'echo hi' }, {}, { ITERION_LOG_CONTENT: '0' });
  for (const { data } of hidden.drafts) {
    expect(data).not.toHaveProperty('input');
    expect(data).not.toHaveProperty('output');
  }
});
