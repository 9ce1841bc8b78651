// What the host is asked to do: backend and model, prompts, tools, routes, commands.
import { describe, expect, test } from 'vitest';
import type { LlmRequest, RunHeader, ToolRequest } from './effects.ts';
import { hosted, only, ran } from './testing/scenario.ts';
import type { WorkflowParts } from './testing/workflow.ts';

function requestOf(declare: string, header: Partial<RunHeader> = {}, parts: WorkflowParts = {}): LlmRequest {
  const host = hosted('a -> done', {}, { declare, ...parts }, { header }).feed({ kind: 'start' });
  const request = host.started[0]?.request;
  if (request === undefined || !('backend' in request)) throw new Error('no conversation was asked for');
  return request;
}

const agent = (body: string) => `agent a:\n${body}`;

describe('backend and model', () => {
  test('R-LLM-01 node, workflow, machine, claw', () => {
    const bare = agent('  model: "m/m"\n');
    expect(requestOf(agent('  model: "m/m"\n  backend: "codex"\n')).backend).toBe('codex');
    expect(requestOf(bare, {}, { items: 'default_backend: "claude_code"' }).backend).toBe('claude_code');
    expect(requestOf(bare, { env: { ITERION_DEFAULT_BACKEND: 'codex' } }).backend).toBe('codex');
    expect(requestOf(bare).backend).toBe('claw');
    expect(requestOf(bare, { simulated: { seed: '1' } }).backend).toBe('simulate');
  });

  test('R-LLM-03 R-TPL-08 the model may use the environment and variables', () => {
    const header = {
      env: { FAMILY: 'claude', ITERION_DEFAULT_SUPERVISOR_MODEL: 'x/supervisor' },
      vars: { size: 'big' },
    };
    const declare = `vars:\n  size: string\n${agent('  model: "${FAMILY}/{{vars.size}}"\n')}`;
    expect(requestOf(declare, header).model).toBe('claude/big');
    expect(requestOf(agent('  backend: "claw"\n'), header).model).toBe('x/supervisor');
    expect(requestOf(agent('  backend: "claw"\n')).model).toBeUndefined();
  });
});

describe('texts', () => {
  test('R-LLM-05 the user text is the prompt, else the JSON of the input, else a fixed text', () => {
    const prompt = 'prompt p:\n  Look at {{input.x}}\n';
    expect(requestOf(prompt + agent('  model: "m/m"\n  user: p\n'), { inputs: { x: [1] } }).user).toBe('Look at [1]');
    expect(requestOf(agent('  model: "m/m"\n'), { inputs: { x: 1 } }).user).toBe('{"x":1}');
    expect(requestOf(agent('  model: "m/m"\n')).user).toBe('Continue.');
  });

  test('R-TPL-03 a prompt that cannot be rendered fails the node, and nothing is started', () => {
    const declare =
      'schema s:\n  x: int\nprompt p:\n  {{input.nope}}\nagent b:\n  model: "m/m"\n  input: s\n  user: p\n';
    const host = ran('a -> b -> done', { a: '{x:1}' }, { declare, allow: ['C034'] });
    expect(only(host, 'node_failed', 'b').data).toMatchObject({ code: 'TEMPLATE_ERROR' });
    expect(host.calls).toEqual(['a']);
  });

  test('L-DECL-40 fragments of cursors, sorted by name', () => {
    const cursors =
      'cursor tone:\n  description: "t"\n  values:\n    calm: "Be calm."\n    loud: "Be loud."\ncursor care:\n  description: "c"\n  bands:\n    "0..0.4": "Be quick."\n    "0.5..1": "Be careful."\n';
    const declare = `${cursors}${agent('  model: "m/m"\n  cursors:\n    tone: loud\n    care: 0.7\n')}`;
    expect(requestOf(declare).fragments).toEqual(['Be careful.', 'Be loud.']);
  });
});

describe('limits and grants', () => {
  test('R-TOOL-03 R-TOOL-08 an absent list is not an empty one', () => {
    expect(requestOf(agent('  model: "m/m"\n'))).toMatchObject({ tools: null, policy: null, readonly: false });
    const granted = requestOf(agent('  model: "m/m"\n  tools: [read_file]\n  tool_policy: ["*"]\n  readonly: true\n'));
    expect(granted).toMatchObject({ tools: ['read_file'], policy: ['*'], readonly: true });
    expect(requestOf(agent('  model: "m/m"\n  tools: []\n')).tools).toEqual([]);
  });

  test('R-LLM-08 R-LLM-09 R-LLM-15 effort, output cap and steps', () => {
    const request = requestOf(
      agent('  model: "m/m"\n  reasoning_effort: extra_high\n  max_tokens: 9\n  tool_max_steps: 3\n'),
    );
    expect(request).toMatchObject({ effort: 'xhigh', max_tokens: 9, max_steps: 3 });
    expect(requestOf(agent('  model: "m/m"\n')).max_tokens).toBeUndefined();
  });

  test('R-LLM-10 the answer schema has every declared field', () => {
    const declare = `schema s:\n  n: int\n  tags: string[]\n${agent('  model: "m/m"\n  output: s\n')}`;
    expect(requestOf(declare).schema).toMatchObject({ required: ['n', 'tags'], additionalProperties: false });
  });

  test('R-MCP-01 active servers: workflow and node, without the disabled ones', () => {
    const server = (name: string) => `mcp_server ${name}:\n  transport: stdio\n  command: "x"\n`;
    const declare = `${server('one')}${server('two')}${server('three')}${agent('  model: "m/m"\n  mcp:\n    servers: [three]\n    disable: [two]\n')}`;
    const request = requestOf(declare, {}, { items: 'mcp:\n  autoload_project: false\n  servers: [one, two]' });
    expect(request).toMatchObject({ mcp: ['one', 'three'], mcp_autoload: false, mcp_disabled: ['two'] });
  });
});

describe('tools', () => {
  function toolRequest(declare: string, header: Partial<RunHeader> = {}): ToolRequest {
    const host = hosted('t -> done', {}, { declare }, { header }).feed({ kind: 'start' });
    const request = host.started[0]?.request;
    if (request === undefined || !('run' in request)) throw new Error('no tool was asked for');
    return request;
  }

  test('R-TOOL-17 references travel in environment variables', () => {
    const request = toolRequest('tool t:\n  command: "grep {{input.q}} ."\n', { inputs: { q: '$(rm)' } });
    expect(request.refs).toEqual([{ name: 'ITERION_REF_1', value: '$(rm)' }]);
    expect(request.run).toEqual({ shell: 'grep "${ITERION_REF_1}" .' });
  });

  test('R-TPL-08 a secret stays as written, for the shell', () => {
    const request = toolRequest('tool t:\n  command: "curl ${HOST} -H ${API_TOKEN}"\n', {
      env: { HOST: 'h', API_TOKEN: null },
    });
    expect(request.run).toEqual({ shell: 'curl h -H ${API_TOKEN}' });
  });

  test('R-TOOL-18 references in a script are JSON literals', () => {
    const request = toolRequest('tool t:\n  script: "print({{input.q}})"\n  language: python\n', {
      inputs: { q: 'a"b' },
    });
    expect(request.run).toEqual({ script: 'print("a\\"b")', language: 'python' });
  });

  test('R-TOOL-16 one bare word that names a tool calls it with the input', () => {
    expect(toolRequest('tool t:\n  command: "git_status"\n', { inputs: { path: 'x' } }).run).toEqual({
      tool: 'git_status',
      args: { path: 'x' },
    });
    expect(toolRequest('tool t:\n  command: "make"\n').run).toEqual({ shell: 'make' });
  });

  test('R-TOOL-20 absent fields of a tool are null and listed, wrong ones fail it', () => {
    const declare = 'schema s:\n  ok: bool\n  n: int\ntool t:\n  command: "make"\n  output: s\n';
    const host = ran('t -> done', { t: '{ok:true}' }, { declare });
    expect(only(host, 'node_finished', 't').data).toMatchObject({
      output: { ok: true, n: null },
      output_issues: ['n'],
    });
    const wrong = ran('t -> done', { t: '{ok:"perhaps", n:1}' }, { declare });
    expect(only(wrong, 'node_failed', 't').data.code).toBe('SCHEMA_VALIDATION');
  });

  test('R-CORE-18 keys that begin with _ are dropped from outputs and stand beside them', () => {
    const declare = 'prompt p:\n  {{outputs.a._tokens}} {{outputs.a._attempts}}\nagent b:\n  model: "m/m"\n  user: p\n';
    const host = ran('a -> b -> done', { a: '{n:1, _secret:2} ~7t' }, { declare });
    expect(only(host, 'node_finished', 'a').data.output).toEqual({ n: 1 });
    expect(host.started[1]?.request).toMatchObject({ user: '7 1' });
  });

  test('R-LLM-12 an output that does not fit its schema is no output', () => {
    const declare = 'schema s:\n  n: int\nagent a:\n  model: "m/m"\n  output: s\n';
    expect(only(ran('a -> done', { a: '{n:"4"}' }, { declare }), 'node_finished', 'a').data).toMatchObject({
      output: { n: 4 },
      coerced: ['n'],
    });
    const failed = only(ran('a -> done', { a: '{}' }, { declare }), 'node_failed', 'a').data;
    expect(failed).toMatchObject({ code: 'SCHEMA_VALIDATION', error: expect.stringContaining('n: expected int') });
  });
});
