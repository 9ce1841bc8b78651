// The rules of §2–§7 that the checks keep, each on the smallest file that shows it. `found` lists codes with lines; infos are left
// out unless asked for.
import { describe, expect, test } from 'vitest';
import { compile, type CompileOptions } from '../compile/compile.ts';
import { parse } from '../document.ts';
import type { CompiledGraph } from '../graph.ts';
import { applyEdits } from '../source.ts';
import { declare, flow, type FlowExample } from './codes/row.ts';

const compiled = (text: string, options: CompileOptions = {}): CompiledGraph => compile(parse(text), options);
function found(text: string, options: CompileOptions = {}, infos = false): string[] {
  return compiled(text, options)
    .diagnostics.filter((each) => infos || each.severity !== 'info')
    .map(({ code, severity }) => (severity === 'warning' ? `${code}/W` : code));
}
const inFlow = (example: FlowExample, options: CompileOptions = {}): string[] => found(flow(example), options);
const fan = 'router f:\n  mode: fan_out_all\n\njoin j:\n  strategy: wait_all\n';

describe('L-DECL', () => {
  test('L-DECL-01 the first of several workflows is compiled', () => {
    const text = `${declare('')}\nworkflow v:\n  entry: nobody\n  nobody -> done\n`;
    expect(found(text)).toEqual(['C007']);
    expect(compiled(text).workflow?.name).toBe('w');
  });
  test('L-DECL-02 the first declaration of a name counts', () => {
    const graph = compiled(declare('schema s:\n  x: bool\n\nschema s:\n  y: bool\n\njudge a:\n  readonly: true'));
    expect(graph.schemas.find((each) => each.name === 's')?.fields.map((each) => each.name)).toEqual(['x']);
    expect(graph.nodes.map((each) => each.kind)).toEqual(['judge', 'done', 'fail']);
  });
  test('L-DECL-02 one name may stand in every name space', () => {
    expect(found(declare('prompt a:\n  x\n\nschema a:\n  x: bool\n\nvars:\n  a: int'))).toEqual([]);
  });
  test('L-DECL-04 of two properties the last counts, of two blocks the first', () => {
    const graph = compiled(
      declare('vars:\n  x: int = 1\n\nvars:\n  y: int\n\nagent u:\n  max_tokens: 1\n  max_tokens: 2'),
    );
    expect(graph.vars.map((each) => each.name)).toEqual(['x']);
    expect(graph.nodes.find((each) => each.id === 'u')).toMatchObject({ maxTokens: 2 });
  });
  test('L-DECL-10 a workflow variable replaces that of the file; a repeated one counts last', () => {
    const text = flow({
      agents: 'a',
      declare: 'vars:\n  x: int = 1\n  x: string = "2"\n  y: int',
      body: 'vars:\n  y: bool = true\na -> done',
    });
    expect(found(text)).toEqual(['C102/W']);
    expect(compiled(text).vars).toMatchObject([
      { name: 'x', type: 'string', default: '2', scope: 'file' },
      { name: 'y', type: 'bool', default: true, scope: 'workflow' },
    ]);
  });
  test('L-DECL-12 presets: an int fits a float, null fits everything', () => {
    const vars = 'vars:\n  f: float\n  i: int\n  l: string[]\n  j: json\n\npresets:\n  p:\n';
    expect(found(declare(`${vars}    f: 1\n    i: null\n    l: ["a"]\n    j: {"k": 1}`))).toEqual([]);
    expect(found(declare(`${vars}    i: 1.5\n    l: [1]\n    f: true`))).toEqual(['C071', 'C071', 'C071']);
  });
  test('L-DECL-13 attachments and variables share no name', () => {
    expect(inFlow({ agents: 'a', body: 'vars:\n  doc: string\nattachments:\n  doc: file\na -> done' })).toEqual([
      'C051',
    ]);
  });
  test('L-DECL-18 transports and what goes with them', () => {
    const server = (lines: string) => found(declare(`mcp_server m:\n${lines}`)).filter((code) => code !== 'C124');
    expect(server('  transport: http\n  url: "https://x"\n  headers: { A: "b" }')).toEqual([]);
    expect(server('  transport: sse\n  command: "x"')).toEqual(['C025', 'C025']);
    expect(server('  transport: http\n  url: "https://x"\n  args: ["a"]\n  env: { A: "b" }')).toEqual(['C025', 'C025']);
    expect(server('  command: "x"')).toEqual(['C025']);
  });
  test('L-DECL-20 unknown servers matter without the catalogue only', () => {
    const node = 'agent u:\n  mcp:\n    servers: [ghost]';
    expect(inFlow({ declare: node, body: 'u -> done' })).toEqual([]);
    expect(inFlow({ declare: node, body: 'mcp:\n  autoload_project: false\nu -> done' })).toEqual(['C122']);
  });
  test('L-DECL-25 repeated fields and enums', () => {
    const graph = compiled(
      declare('schema s:\n  x: bool\n  x: int\n  e: string[] [enum: "a", "b"]\n  f: string [enum: "a", "a"]'),
    );
    const codes = graph.diagnostics.filter((each) => each.severity !== 'info').map((each) => each.code);
    expect(codes).toEqual(['C102', 'C104']);
    expect(graph.schemas.find((each) => each.name === 's')?.fields.map((each) => each.type)).toEqual([
      'bool',
      'string[]',
      'string',
    ]);
  });
  test('L-DECL-28 reasoning effort: words, quoted words, the environment', () => {
    const effort = (value: string) => inFlow({ declare: `agent u:\n  reasoning_effort: ${value}`, body: 'u -> done' });
    for (const right of ['max', '"high"', '"extra_high"', '"${EFFORT}"', '"$EFFORT"'])
      expect(effort(right), right).toEqual([]);
    expect(effort('"highest"')).toEqual(['C027']);
    expect(effort('highest')).toEqual(['E020']);
  });
  test('L-DECL-28 a model or backend, from the node, the workflow or the machine', () => {
    const bare = 'agent a:\n  readonly: true\nworkflow w:\n  entry: a\n  a -> done\n';
    expect(found(bare)).toEqual(['C018']);
    expect(found(bare, { defaults: { model: 'm' } })).toEqual([]);
    expect(found(bare, { defaults: { backend: 'claw' } })).toEqual([]);
    const router =
      'agent a:\n  model: "m"\nrouter r:\n  mode: llm\nworkflow w:\n  entry: r\n  r -> a\n  r -> done\n  a -> done\n';
    expect(found(router)).toEqual(['C018/W']);
  });
  test('L-DECL-28 compaction: 0 inherits', () => {
    const lines = (text: string) => inFlow({ declare: `agent u:\n  compaction:\n    ${text}`, body: 'u -> done' });
    expect(lines('threshold: 0')).toEqual([]);
    expect(lines('preserve_recent: 0')).toEqual([]);
    expect(lines('threshold: -0.1')).toEqual(['C043']);
    expect(lines('preserve_recent: -1')).toEqual(['C043']);
  });
  test('L-DECL-34 a model that answers needs a model and a form', () => {
    const human = (lines: string, items = '') =>
      inFlow({ declare: `schema form:\n  ok: bool\n\nhuman h:\n${lines}`, body: `${items}h -> done` });
    expect(human('  interaction: llm')).toEqual(['C018', 'C018']);
    expect(human('  interaction: llm\n  interaction_model: "m"\n  output: form')).toEqual([]);
    expect(human('  min_answers: 1', 'interaction: llm_or_human\n')).toEqual(['C018', 'C018']);
    expect(human('  interaction: none', 'interaction: llm_or_human\n')).toEqual([]);
  });
  test('L-DECL-36 the language of a script', () => {
    const tool = (lines: string) => inFlow({ declare: `tool t:\n${lines}`, body: 't -> done' });
    for (const word of ['sh', 'bash', 'js', 'node', 'py', 'python', 'python3']) {
      expect(tool(`  script: "x"\n  language: ${word}`), word).toEqual([]);
    }
    expect(tool('  command: "x"\n  language: sh')).toEqual(['C004']);
  });
  test('L-DECL-40 cursors: values by number, bands, the environment', () => {
    const use = (declaration: string, value: string) =>
      inFlow({
        declare: `cursor c:\n  description: "d"\n${declaration}\n\nagent u:\n  cursors:\n    c: ${value}`,
        body: 'u -> done',
      });
    const values = '  values:\n    lo: "x"\n    hi: "y"';
    const bands = '  bands:\n    "0..0.4": "x"\n    "0.5..1": "y"';
    for (const value of ['lo', '"hi"', '0', '0.99', '1', '7', '${DEPTH}', '"${DEPTH}"'])
      expect(use(values, value), value).toEqual([]);
    for (const value of ['0', '0.5', '1.0']) expect(use(bands, value), value).toEqual([]);
    for (const value of ['-1', 'middle']) expect(use(values, value), value).toEqual(['C084']);
    for (const value of ['0.45', '1.1', 'lo']) expect(use(bands, value), value).toEqual(['C084']);
    expect(found(declare('cursor c:\n  values:\n    a: "x"'))).toEqual(['C085']);
    expect(found(declare('cursor c:\n  description: "d"'))).toEqual(['C085']);
    expect(found(declare('cursor c:\n  description: "d"\n  bands:\n    "0.5..0.4": "x"\n    "0..2": "y"'))).toEqual([
      'C085',
      'C085',
    ]);
  });
});

describe('L-WF', () => {
  test('L-WF-05 limits', () => {
    const budget = (line: string) => inFlow({ agents: 'a', body: `budget:\n  ${line}\na -> done` });
    for (const right of ['max_tokens: 0', 'max_cost_usd: 0.5', 'max_duration: "0"', 'max_duration: "1h2.5s3µs"']) {
      expect(budget(right), right).toEqual([]);
    }
    for (const wrong of ['max_tokens: -1', 'max_iterations: -2', 'max_cost_usd: 1e999'])
      expect(budget(wrong), wrong).toEqual(['C046']);
    for (const wrong of ['"1d"', '"h"', '"1 h"', '""', '"-1s"'])
      expect(budget(`max_duration: ${wrong}`), wrong).toEqual(['C100']);
  });
  test('L-WF-10 sandboxes', () => {
    const sandbox = (text: string) => inFlow({ agents: 'a', body: `sandbox${text}\na -> done` });
    for (const right of [
      ': auto',
      ': none',
      ':\n  image: "x"',
      ':\n  build:\n    dockerfile: "D"',
      ':\n  mode: auto',
    ]) {
      expect(sandbox(right), right).toEqual([]);
    }
    for (const wrong of [
      ': inline',
      ': docker',
      ':\n  image: "x"\n  build:\n    context: "."',
      ':\n  mode: auto\n  image: "x"',
      ':\n  image: "x"\n  host_state: maybe',
      ':\n  image: "x"\n  network:\n    mode: closed',
      ':\n  user: "me"',
    ]) {
      expect(sandbox(wrong), wrong).toEqual(['C044']);
    }
  });
});

describe('C060', () => {
  const server = 'mcp_server pw:\n  transport: stdio\n  command: "npx"\n  args: ["@playwright/mcp"]';
  const running = (node: string, items: string) =>
    inFlow({ declare: `${server}\n\nagent u:\n  readonly: true\n${node}`, body: `${items}u -> done` });
  test('L-WF-10 a browser server in a sandbox that does not tell of a browser', () => {
    expect(running('  mcp:\n    servers: [pw]', 'sandbox: auto\n')).toEqual(['C060/W']);
    expect(running('  mcp:\n    servers: [pw]\n  sandbox: none', 'sandbox: auto\n')).toEqual([]);
    expect(running('  sandbox:\n    image: "alpine"', 'mcp:\n  servers: [pw]\n')).toEqual(['C060/W']);
    expect(running('  sandbox:\n    image: "alpine"\n  mcp:\n    inherit: false', 'mcp:\n  servers: [pw]\n')).toEqual(
      [],
    );
    expect(running('  sandbox:\n    image: "my-chromium"', 'mcp:\n  servers: [pw]\n')).toEqual([]);
  });
});

describe('L-EDGE', () => {
  test('L-EDGE-02 joins and routers are not checked for fields of conditions', () => {
    expect(
      inFlow({
        agents: 'a b',
        declare: fan,
        body: 'f -> a\nf -> b\na -> j\nb -> j\nj -> done when anything\nj -> fail',
      }),
    ).toEqual([]);
  });
  test('L-EDGE-03 an empty condition', () => {
    expect(inFlow({ agents: 'a', body: 'a -> done when ""\na -> fail' })).toEqual(['C040']);
  });
  test('L-EDGE-04 bounds: numbers, quoted numbers, one reference', () => {
    const bound = (text: string) =>
      inFlow({ agents: 'a', declare: 'vars:\n  n: int = 2', body: `a -> a when not ok as l(${text})\na -> done` });
    for (const right of ['1', '"2"', '"{{vars.n}}"', '"{{outputs.a.n}}"']) expect(bound(right), right).toEqual([]);
    for (const wrong of ['0', '-1', '"0"', '"many"', '"{{vars.n}}0"', '""', '"1.5"'])
      expect(bound(wrong), wrong).toEqual(['C026']);
    expect(bound('"{{vars}}"')).toEqual(['C004']);
  });
  test('L-EDGE-05 repeated keys: the last counts', () => {
    const text = flow({ agents: 'a b', body: 'a -> b with { x: 1, y: 2, x: 3 }\nb -> done' });
    expect(found(text)).toEqual(['C102/W']);
    expect(compiled(text).edges[0]?.with?.map(({ key, value }) => [key, value])).toEqual([
      ['y', { kind: 'json', value: 2 }],
      ['x', { kind: 'json', value: 3 }],
    ]);
  });
  test('L-EDGE-22, L-EDGE-23 routers that take turns or ask', () => {
    const router = (mode: string, body: string) =>
      inFlow({
        agents: 'a b',
        declare: `router r:\n  mode: ${mode}\n  ${mode === 'llm' ? 'model: "m"' : ''}`,
        body: `${body}\na -> done\nb -> done`,
      });
    expect(router('round_robin', 'r -> a\nr -> b')).toEqual([]);
    expect(router('round_robin', 'r -> a as l(2)\nr -> b')).toEqual(['C127/W']);
    expect(router('llm', 'r -> a\nr -> b')).toEqual([]);
  });
  test('L-EDGE-24 an llm router that chooses several is a fan-out', () => {
    const graph = compiled(
      flow({
        agents: 'a b c',
        declare: 'router r:\n  mode: llm\n  model: "m"\n  multi: true',
        body: 'r -> a\nr -> b\na -> c\nb -> c\nc -> done',
      }),
    );
    expect(graph.fanOuts).toMatchObject([{ router: 'r', convergence: 'c', explicit: false }]);
  });
  test('L-EDGE-33 on an edge, input is the output of the source, else a variable', () => {
    const text = (key: string) => ({
      agents: 'a b',
      declare: 'vars:\n  topic: string',
      body: `a -> b with { x: "{{input.${key}}}" }\nb -> done`,
    });
    expect(inFlow(text('text'))).toEqual([]);
    expect(inFlow(text('topic'))).toEqual([]);
    expect(inFlow(text('_tokens'))).toEqual([]);
    expect(inFlow(text('nope'))).toEqual(['C034/W']);
  });
});

describe('L-SEM', () => {
  test('L-SEM-01 outputs of joins: members, mapped keys, failed branches, fields of the schema', () => {
    const body = 'f -> a\nf -> b\na -> j with { extra: 1 }\nb -> j\nj -> u\nu -> done';
    const use = (path: string) =>
      inFlow({
        agents: 'a b',
        declare: `schema bundle:\n  typed: json\n\nrouter f:\n  mode: fan_out_all\n\njoin j:\n  output: bundle\n\nprompt ask:\n  {{outputs.j.${path}}}\n\nagent u:\n  user: ask`,
        body,
      });
    for (const right of ['a', 'a.text', 'b', 'extra', 'typed', '_failed_branches'])
      expect(use(right), right).toEqual([]);
    expect(use('c')).toEqual(['C031/W']);
  });
  test('L-SEM-01 a prompt is checked in each node that uses it', () => {
    const text = flow({
      agents: 'a',
      declare:
        'schema in1:\n  x: string\n\nschema in2:\n  y: string\n\nprompt ask:\n  {{input.x}} {{input.y}}\n\nagent u:\n  input: in1\n  user: ask\n\nagent v:\n  input: in2\n  user: ask',
      body: 'a -> u with { x: "1" }\nu -> v with { y: "1" }\nv -> done',
    });
    const messages = compiled(text)
      .diagnostics.filter((each) => each.code === 'C034')
      .map((each) => each.nodeId);
    expect(new Set(messages)).toEqual(new Set(['u', 'v']));
    const refs = compiled(text).prompts[0]?.body.segments.flatMap((each) =>
      each.kind === 'ref' ? [each.ref.known] : [],
    );
    expect(refs).toEqual([false, false]);
  });
  test('L-SEM-01 the system prompt of a human is needed only where a model answers', () => {
    const human = (interaction: string) =>
      inFlow({
        declare: `schema form:\n  ok: bool\n\nhuman h:\n  output: form\n  model: "m"\n  system: nobody\n  interaction: ${interaction}`,
        body: 'h -> done',
      });
    expect(human('human')).toEqual(['C003/W']);
    expect(human('llm')).toEqual(['C003']);
  });
  test('L-SEM-03 the nearest name is offered, within a third of its length', () => {
    const fixes = (name: string) =>
      compiled(flow({ agents: 'review summary', body: `review -> ${name}` }))
        .diagnostics.find((each) => each.code === 'C001')
        ?.fixes?.map((fix) => fix.title)
        .filter((title) => title.startsWith('Change'));
    expect(fixes('sumary')).toEqual(['Change to `summary`']);
    expect(fixes('dnoe')).toEqual(['Change to `done`']);
    expect(fixes('elsewhere')).toEqual([]);
  });
  test('L-SEM-10 a node is reachable over edges of every kind, in any order', () => {
    expect(inFlow({ agents: 'a b c', body: 'c -> done\nb -> c\na -> b when ok\na -> a as l(2)' })).toContain('C016');
    expect(inFlow({ agents: 'a b c', body: 'entry: a\nc -> done\nb -> c\na -> b when ok\na -> a as l(2)' })).toEqual(
      [],
    );
  });
  test('L-SEM-10 without a known entry nothing about the shape of the graph is said', () => {
    expect(inFlow({ agents: 'a b', body: 'entry: zz\na -> b\na -> done\nb -> a' })).toEqual(['C008']);
  });
  test('L-SEM-11 an output is read after its node, on an edge also of its source', () => {
    const at = (edge: string) => inFlow({ agents: 'a b', body: `a -> b${edge}\nb -> done` });
    expect(at(' with { x: "{{outputs.a.text}}" }')).toEqual([]);
    expect(at(' with { x: "{{outputs.b.text}}" }')).toEqual(['C036/W']);
    expect(
      inFlow({ agents: 'a b', body: 'a -> b with { x: "{{outputs.b.text}}" }\nb -> a when not ok as l(2)\nb -> done' }),
    ).toEqual([]);
    const own = 'prompt ask:\n  {{outputs.u}}\n\nagent u:\n  user: ask';
    expect(inFlow({ declare: own, body: 'u -> done' })).toEqual(['C036/W']);
    expect(inFlow({ declare: own, body: 'u -> u as l(2)\nu -> done' })).toEqual([]);
  });
  test('L-SEM-12 what cannot be reached is not examined further', () => {
    expect(inFlow({ agents: 'a', declare: 'router r:\n  mode: round_robin', body: 'a -> done' })).toEqual(['C016']);
  });
  test('L-SEM-15 the same condition after a loop is no mistake', () => {
    const body = (loop: string) => `a -> a when not ok${loop}\na -> fail when not ok\na -> done when ok`;
    expect(inFlow({ agents: 'a', body: body(' as l(2)') })).toEqual([]);
    expect(
      inFlow({ agents: 'a b', body: 'a -> b when "n > 1"\na -> fail when " (n>1)"\na -> done\nb -> done' }),
    ).toEqual(['C011']);
  });
  test('L-SEM-16 exhaustiveness', () => {
    const exits = (body: string) => inFlow({ agents: 'a', body });
    expect(exits('a -> done when ok\na -> fail when not ok')).toEqual([]);
    expect(exits('a -> done when "n > 1"\na -> fail when "not (n > 1)"')).toEqual([]);
    expect(exits('a -> done when "n > 1"\na -> fail when "n <= 1"')).toEqual(['C012']);
    expect(exits('a -> done when ok\na -> a as l(2)')).toEqual([]);
  });
  test('L-SEM-17 conditions on fields of tools, humans and computes', () => {
    const compute = 'compute z:\n  output: s\n  expr:\n    n: "1"';
    expect(inFlow({ declare: `schema s:\n  n: int\n\n${compute}`, body: 'z -> done when n\nz -> fail' })).toEqual([
      'C013',
    ]);
    expect(inFlow({ declare: `schema s:\n  n: int\n\n${compute}`, body: 'z -> done when m\nz -> fail' })).toEqual([
      'C014',
    ]);
  });
  test('L-SEM-18 an undeclared cycle is a warning where a loop touches it', () => {
    const body = 'a -> b\nb -> a when not ok\nb -> c when ok\nc -> b when not ok as l(2)\nc -> done when ok';
    expect(inFlow({ agents: 'a b c', body })).toEqual(['C019/W']);
  });
  test('L-SEM-18 the fix takes the first free name', () => {
    const text = flow({
      agents: 'a b',
      body: 'a -> a when not ok as retry(2)\na -> b when ok\nb -> b when not ok\nb -> done when ok',
    });
    const fix = compiled(text).diagnostics.find((each) => each.code === 'C019')?.fixes?.[0];
    expect(fix?.title).toBe('Add `as retry_2(3)`');
    expect(fix?.edits[0]?.newText).toContain('as retry_2(3)');
  });
  test('L-SEM-21 the strategy is that of the convergence', () => {
    const graph = compiled(
      flow({
        agents: 'a b',
        declare: 'router f:\n  mode: fan_out_all\n\nagent c:\n  await: best_effort',
        body: 'f -> a\nf -> b\na -> c\nb -> c\nc -> done',
      }),
    );
    expect(graph.fanOuts[0]).toMatchObject({ convergence: 'c', explicit: true, strategy: 'best_effort' });
  });
  test('L-SEM-22 branches of a nested fan-out, outermost first', () => {
    const graph = compiled(
      flow({
        agents: 'a b c d',
        declare: `${fan}\nrouter g:\n  mode: fan_out_all\n`,
        body: 'f -> a\nf -> g\ng -> b\ng -> c\nb -> d\nc -> d\na -> j\nd -> j\nj -> done',
      }),
    );
    expect(graph.nodes.find((each) => each.id === 'b')?.branches).toEqual([
      { fanOut: 'f', head: 'g' },
      { fanOut: 'g', head: 'b' },
    ]);
    expect(graph.diagnostics.filter((each) => each.severity !== 'info')).toEqual([]);
  });
  test('L-SEM-23 keys and artifacts of one branch do not clash', () => {
    const body = 'f -> a\nf -> b\na -> c when ok\na -> j with { x: 1 }\nc -> j with { x: 2 }\nb -> j\nj -> done';
    expect(inFlow({ agents: 'a b c', declare: fan, body })).toEqual([]);
  });
  test('L-SEM-31 a continued session at a convergence the compiler found is a warning', () => {
    const body = 'f -> a\nf -> b\na -> u\nb -> u\nu -> done';
    const u = (session: string) =>
      inFlow({ agents: 'a b', declare: `router f:\n  mode: fan_out_all\n\nagent u:\n  session: ${session}`, body });
    expect(u('inherit')).toEqual(['C009/W']);
    expect(u('inherit_if_available')).toEqual(['C009/W']);
    expect(u('artifacts_only')).toEqual([]);
  });
  test('L-SEM-31 behind a join', () => {
    const declare = `${fan}\nagent u:\n  session: inherit`;
    expect(inFlow({ agents: 'a b', declare, body: 'f -> a\nf -> b\na -> j\nb -> j\nj -> u\nu -> done' })).toEqual([
      'C009',
    ]);
  });
  test('L-SEM-32 a conversation is handed on by routers, humans, tools and computes', () => {
    const u = 'agent u:\n  session: inherit\n\ntool t:\n  command: "true"';
    expect(inFlow({ agents: 'a', declare: u, body: 'a -> t\nt -> u\nu -> done' })).toEqual([]);
    expect(inFlow({ declare: u, body: 't -> u\nu -> done' })).toEqual(['C119/W']);
    expect(inFlow({ declare: u.replace('inherit', 'inherit_if_available'), body: 't -> u\nu -> done' })).toEqual([]);
  });
  test('L-SEM-35 who writes', () => {
    const writes = (lines: string) =>
      compiled(flow({ declare: lines, body: `${/^\w+ (\w+)/.exec(lines)?.[1]} -> done` })).nodes[0]?.writer;
    expect(writes('agent a:\n  tools: [read_file, Grep, ask_user]')).toBe(false);
    expect(writes('agent a:\n  tools: [read_file, mcp.files.read]')).toBe(true);
    expect(writes('agent a:\n  tools: [bash]')).toBe(true);
    expect(writes('agent a:\n  tools: [bash]\n  readonly: true')).toBe(false);
    expect(writes('agent a:\n  backend: "claude_code"')).toBe(true);
    expect(writes('agent a:\n  backend: "${B}"')).toBe(true);
    expect(writes('agent a:\n  backend: "simulate"')).toBe(false);
    expect(writes('tool a:\n  command: "git_status"')).toBe(false);
    expect(writes('tool a:\n  command: "make"')).toBe(true);
    expect(writes('tool a:\n  script: "x"')).toBe(true);
  });
  test('L-SEM-40 what fits an input field', () => {
    const u =
      'schema task:\n  i: int\n  f: float\n  b: bool\n  s: string\n  l: string[]\n  j: json\n\nagent u:\n  input: task';
    const given = (entry: string) => inFlow({ agents: 'a', declare: u, body: `a -> u with { ${entry} }\nu -> done` });
    const right =
      'i: 3;i: "3";i: null;i: "{{input.n}}";i: "{{input.text}}";f: 3;f: "2.5";b: true;b: "false";s: 3;s: {"k": 1};s: "{{input.n}}";l: ["a"];j: "x"';
    for (const entry of right.split(';')) expect(given(entry), entry).toEqual([]);
    const wrong = 'i: "three";i: 1.5;i: true;f: "x";b: 1;b: "yes";b: "{{input.n}}";l: "a";l: [1]';
    for (const entry of wrong.split(';')) expect(given(entry), entry).toEqual(['C107/W']);
  });
  test('L-SEM-41 fields that no edge supplies', () => {
    const u = 'schema task:\n  text: string\n  extra: string\n\nagent u:\n  input: task';
    const missing = (body: string) =>
      found(flow({ agents: 'a', declare: u, body }), {}, true).filter((code) => code === 'C106').length;
    expect(missing('a -> u\nu -> done')).toBe(1);
    expect(missing('a -> u with { extra: "x" }\nu -> done')).toBe(1);
    expect(missing('a -> u with { extra: "x", text: "y" }\nu -> done')).toBe(0);
    expect(missing('u -> done\nu -> a when "1 > 2"\na -> done')).toBe(0);
  });
  test('L-SEM-42 unused declarations', () => {
    const text = declare('vars:\n  used: int\n  idle: int\n\nprompt lost:\n  x\n\nagent u:\n  model: "{{vars.used}}"');
    const unused = compiled(text)
      .diagnostics.filter((each) => each.code === 'C124')
      .map((each) => each.message);
    expect(unused).toEqual(['The variable `idle` is not used.', 'The prompt `lost` is not used.']);
  });
  test('L-SEM-43 compilation depends on the text and the options alone', () => {
    const text = flow({ agents: 'a', declare: 'vars:\n  x: string = "${HOME}"', body: 'a -> done' });
    expect(JSON.stringify(compiled(text))).toBe(JSON.stringify(compiled(text)));
    expect(JSON.stringify(compiled(text))).not.toContain(process.env['HOME'] ?? '\0');
  });
});

describe('L-TPL, L-ENV', () => {
  test('L-TPL-02 where references have no meaning', () => {
    const stray = (text: string) => found(declare(text)).filter((code) => code !== 'C124');
    expect(stray('vars:\n  x: string = "{{vars.y}}"')).toEqual(['C126/W']);
    expect(stray('cursor c:\n  description: "{{vars.y}}"\n  values:\n    a: "{{ x"')).toEqual(['C126/W', 'C126/W']);
    expect(stray('mcp_server m:\n  transport: stdio\n  command: "{{vars.y}}"')).toEqual(['C126/W']);
  });
  test('L-TPL-05 references to what does not exist are marked in the graph', () => {
    const graph = compiled(
      flow({
        agents: 'a b',
        body: 'a -> b with { x: "{{vars.no}}", y: "{{input.text}}" }\nb -> done when "vars.no > 1"\nb -> fail',
      }),
    );
    expect(graph.edges[0]?.with).toMatchObject([
      { value: { template: { segments: [{ ref: { known: false } }] } } },
      { value: { template: { segments: [{ ref: { known: true, type: 'string' } }] } } },
    ]);
    expect(graph.edges[1]?.when).toMatchObject({ expr: { left: { op: 'path', known: false } } });
  });
  test('L-TPL-06 history needs a loop around its node', () => {
    const ask = 'prompt ask:\n  {{outputs.a.history[-1].text}}\n\nagent u:\n  user: ask';
    expect(inFlow({ agents: 'a', declare: ask, body: 'a -> u\nu -> done' })).toEqual(['C017']);
    expect(inFlow({ agents: 'a', declare: ask, body: 'a -> u\nu -> a as l(2)\nu -> done' })).toEqual([]);
    expect(inFlow({ agents: 'a', declare: 'prompt ask:\n  {{outputs.a.history}}', body: 'a -> done' })).toEqual([
      'C017',
    ]);
  });
  test('L-TPL-06 where the node lies on a cycle, declaring the loop is offered', () => {
    const text = flow({
      agents: 'a',
      declare: 'prompt ask:\n  {{outputs.a.history}}\n\nagent u:\n  output: report\n  user: ask',
      body: 'a -> u\nu -> a when not ok\nu -> done when ok',
    });
    const finding = compiled(text).diagnostics.find((each) => each.code === 'C017');
    expect(finding?.fixes?.map((fix) => fix.title)).toEqual(['Drop `.history`', 'Add `as retry(3)`']);
    expect(found(applyEdits(text, finding?.fixes?.[1]?.edits ?? []))).toEqual([]);
  });
  test('L-TPL-12, L-TPL-13 raw references and places without words', () => {
    const tool = (line: string) => inFlow({ declare: `vars:\n  x: string\n\ntool t:\n  ${line}`, body: 't -> done' });
    expect(tool('command: "echo `{{vars.x}}`"')).toEqual(['C129/W']);
    expect(tool('command: "echo {{!vars.x}}"')).toEqual(['C128/W']);
    expect(tool('script: "x = {{!vars.x}}"')).toEqual(['C128/W']);
    expect(tool('script: "x = {{vars.x}}"')).toEqual([]);
  });
  test('L-TPL-14 `!` without effect', () => {
    const body = 'a -> b with { x: "{{!input.text}}" }\nb -> done';
    expect(inFlow({ agents: 'a b', declare: 'prompt ask:\n  {{!run.id}}', body })).toEqual(['C126/W', 'C126/W']);
  });
  test('L-ENV-04 compilation reads no environment', () => {
    const graph = compiled(flow({ declare: 'tool t:\n  command: "echo ${HOME} {{run.id}}"', body: 't -> done' }));
    expect(graph.env).toMatchObject([{ name: 'HOME', hasDefault: true, users: ['t'] }]);
  });
  test('L-EXPR-25 … L-EXPR-27 computes against their schema and their input', () => {
    const compute = (fields: string) =>
      inFlow({
        declare: `schema in1:\n  x: int\n\nschema out1:\n  n: int\n\ncompute z:\n  input: in1\n  output: out1\n  expr:\n${fields}`,
        body: 'z -> done',
      });
    expect(compute('    n: "x + 1"')).toEqual([]);
    expect(compute('    n: "y + 1"')).toEqual(['C034/W']);
    expect(compute('    m: "1"')).toEqual(['C120/W', 'C120/W']);
    expect(compute('    n: ""')).toEqual(['C040']);
  });
});

describe('L-DIAG', () => {
  test('L-DIAG-02 a finding points at the smallest text that explains it', () => {
    const text = flow({
      agents: 'a',
      declare: 'prompt ask:\n  A {{vars.nope}} B\n\nagent u:\n  user: ask',
      body: 'a -> u\nu -> done',
    });
    const [diagnostic] = compiled(text).diagnostics.filter((each) => each.code === 'C033');
    expect(text.slice(diagnostic?.range.start.offset, diagnostic?.range.end.offset)).toBe('nope');
    expect(diagnostic?.range.start.line).toBe(text.split('\n').findIndex((line) => line.includes('nope')) + 1);
  });
  test('L-DIAG-02 places in block scalars and escaped strings', () => {
    const block = flow({ declare: 'tool t:\n  command: |\n    echo one\n      {{vars.nope}}', body: 't -> done' });
    const escaped = `## strict-escape: on\n${flow({ declare: 'tool t:\n  command: "\\t\\"x\\" {{vars.nope}}"', body: 't -> done' })}`;
    for (const text of [block, escaped]) {
      const [diagnostic] = compiled(text).diagnostics.filter((each) => each.code === 'C033');
      expect(text.slice(diagnostic?.range.start.offset, diagnostic?.range.end.offset)).toBe('nope');
    }
  });
  test('L-DIAG-03 ordered by place, each once, at most 1 000', () => {
    const edges = Array.from({ length: 1_500 }, (_, i) => `a -> nowhere_${i} when "n == ${i}"`).join('\n');
    const { diagnostics } = compiled(flow({ agents: 'a', body: `${edges}\na -> done` }));
    expect(diagnostics).toHaveLength(1_000);
    expect(diagnostics.at(-1)?.message).toMatch(/500 more|501 more/);
    const offsets = diagnostics.map((each) => each.range.start.offset);
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
  });
  test('L-DIAG-04 no follow-ups of what is already reported', () => {
    expect(inFlow({ declare: 'agent u:\n  output: "nope"', body: 'u -> done' })).toEqual(['E002']);
    expect(inFlow({ declare: 'agent u:\n  output: nope', body: 'u -> done when ok\nu -> fail' })).toEqual(['C002']);
    expect(
      inFlow({
        agents: 'a',
        declare: 'schema s:\n  x: integer\n\nagent u:\n  output: s',
        body: 'u -> a when x\nu -> done\na -> done',
      }),
    ).toEqual(['E021']);
    expect(inFlow({ agents: 'a', body: 'a -> done when > 3' })).toEqual(['E001']);
    expect(inFlow({ agents: 'a', body: 'a ->' })).toEqual(['E002']);
    expect(inFlow({ declare: 'agent u:\n  model: ', body: 'u -> done' })).toEqual(['E002']);
    expect(inFlow({ declare: 'tool t:\n  command: 5', body: 't -> done' })).toEqual(['E002']);
    expect(found('agent a:\n  readonly: true\n')).toEqual(['C006']);
    const unread = 'agent a: model: "m"\n\nworkflow w:\n  entry: a\n  a -> done\n';
    expect(found(unread)).toEqual(['E001']);
    expect(inFlow({ agents: 'a', body: 'entry: a a -> done' })).toEqual(['E001']);
    expect(inFlow({ agents: 'a b c', body: 'entry: a\na - b\nb -> c\nc -> done' })).toEqual(['E002']);
    const loop = 'prompt p:\n  {{loop.again.max}}\n\nagent a:\n  model: "m"\n  user: p\n';
    expect(found(loop)).toEqual(['C006']);
    expect(inFlow({ agents: 'a b', body: 'a -> b\nb -> a when n > 3 as again(2)\nb -> done' })).toEqual(['E001']);
  });
  test('L-DIAG-05 strict makes errors of what §7 marks', () => {
    const text = flow({ declare: 'prompt ask:\n  {{vars.nope}}\n\nagent u:\n  user: ask', body: 'u -> done' });
    expect(found(text)).toEqual(['C033/W']);
    expect(found(text, { strict: true })).toEqual(['C033']);
    expect(compiled(text, { strict: true }).valid).toBe(false);
    const twice = declare('schema s:\n  x: bool\n\nschema s:\n  y: bool');
    expect(found(twice)).toEqual(['C041/W']);
    expect(found(twice, { strict: true })).toEqual(['C041']);
  });
  test('L-TPL-02 L-DIAG-02 references in words of an enum and in presets are text: C126', () => {
    const text = declare(
      'vars:\n  v: string\n\npresets:\n  p:\n    v: "{{vars.v}}"\n\nschema s:\n  x: string [enum: "{{vars.v}}"]\n\nagent u:\n  output: s',
    );
    expect(found(text)).toEqual(['C126/W', 'C126/W']);
  });
  test('L-SEM-19 conflicting bounds, a bound below 1, a loop on no cycle', () => {
    const body = (loop: string, other: string) => `a -> b as ${loop}\nb -> a when ok as ${other}\nb -> done`;
    expect(inFlow({ agents: 'a b', body: body('l(2)', 'l(3)') })).toEqual(['C005']);
    expect(inFlow({ agents: 'a b', body: body('l(2)', 'l("2")') })).toEqual([]);
    expect(inFlow({ agents: 'a b', body: body('l(0)', 'm(-1)') })).toEqual(['C026', 'C026']);
    expect(inFlow({ agents: 'a b', body: 'a -> b as l(2)\nb -> done' })).toEqual(['C127/W']);
    const later = compiled(flow({ agents: 'a b', body: body('l(2)', 'l(3)') })).diagnostics[0];
    expect(later?.related?.[0]?.range.start.line).toBe((later?.range.start.line ?? 0) - 1);
  });
  test('L-LIM-04 an expression nested 257 deep is C040, one nested 256 deep is not', () => {
    const nested = (depth: number) => `a -> done when "${'('.repeat(depth)}n > 1${')'.repeat(depth)}"\na -> fail`;
    expect(inFlow({ agents: 'a', body: nested(256) })).toEqual([]);
    expect(inFlow({ agents: 'a', body: nested(257) })).toEqual(['C040']);
    expect(inFlow({ agents: 'a', body: nested(50_000) })).toEqual(['C040']);
  });
  test('L-EXPR-03 an expression in a string receives the text verbatim; its literals are in quotes of one kind', () => {
    expect(inFlow({ agents: 'a', body: `a -> done when "text == 'x'"\na -> fail` })).toEqual([]);
    // A backslash stays, and no token starts with one; under strict escapes the quotes reach the expression.
    const escaped = String.raw`a -> done when "text == \"x\""` + '\na -> fail';
    expect(inFlow({ agents: 'a', body: escaped })).toEqual(['C040']);
    expect(found(`## strict-escape: on\n${flow({ agents: 'a', body: escaped })}`)).toEqual([]);
    const kept = compiled(flow({ agents: 'a', body: String.raw`a -> done when "text == 'a\n'"` + '\na -> fail' }));
    expect(kept.edges[0]?.when).toMatchObject({ source: String.raw`text == 'a\n'`, expr: { right: { value: 'a\n' } } });
  });
  test('L-DIAG-07 a comment silences warnings and infos of its statement and block', () => {
    const text = (comment: string) =>
      flow({
        declare: `prompt ask:\n  {{vars.nope}}\n\n${comment}\nagent u:\n  backend: "codex"\n  user: ask`,
        body: 'u -> done',
      });
    expect(found(text('## ignore C030'))).toEqual(['C033/W']);
    expect(found(text('## ignore C030, C047'), {}, true)).toEqual(['C033/W', 'C124']);
    const line = flow({ declare: 'agent u:\n  ## ignore C030\n  backend: "codex"', body: 'u -> done' });
    expect(found(line, {}, true)).toEqual([]);
    const error = flow({ declare: '## ignore C002\nagent u:\n  output: nope', body: 'u -> done' });
    expect(found(error, {}, true)).toEqual(['C124', 'C002']);
    const parser = flow({
      declare: '## ignore E010\nagent u:\n  readonly: true\n  readonly: false',
      body: 'u -> done',
    });
    expect(found(parser, {}, true)).toEqual([]);
  });
});
