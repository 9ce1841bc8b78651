// What the compiled graph holds (Appendix A, §2, §3): one full file read field by field, and what holds for every text.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from '../document.ts';
import type { CompiledGraph, Node } from '../graph.ts';
import { compile } from './compile.ts';

const full = `## ---
## name: Everything
## description: All kinds once.
## triggers: [manual]
## capabilities: [board.read]
## ---
vars:
  ## What it is about.
  topic: string = "\${TOPIC:-tea}"
  limit: int = 3
  tags: string[] = ["a"]
  bare: json

presets:
  quick:
    limit: 1

attachments:
  doc: file
    description: "A document."
    accept_mime: ["text/plain", "image/*"]
    required: true

mcp_server files:
  transport: stdio
  command: "\${FILES_BIN}"
  args: ["--root", "\${PROJECT_DIR}"]
  env: { LEVEL: "debug" }

prompt ask:
  Write about {{vars.topic}} for {{ input.goal }}.

prompt guide:
  Be kind.

schema task:
  goal: string

schema report:
  ok: bool
  kind: string [enum: "x", "y"]  ## Which kind.
  n: int

cursor tone:
  description: "How it sounds."
  values:
    dry: "Be dry."
    warm: "Be warm."

## Writes the draft.
agent writer:
  model: "\${PROVIDER}/{{vars.topic}}"
  delegate: "claude_code"
  provider: "anthropic"
  input: task
  output: report
  publish: draft
  system: guide
  user: ask
  session: fork
  tools: [read_file, "Bash(git:*)"]
  tool_policy: [read_file]
  capabilities: [board.read]
  tool_max_steps: 7
  max_tokens: 900
  reasoning_effort: extra_high
  readonly: true
  interaction: "llm"
  interaction_prompt: guide
  interaction_model: "m"
  mcp:
    inherit: false
    servers: [files]
  compaction:
    threshold: 0.5
  memory:
    scope: "notes"
    autoload: ["a"]
    write: false
  sandbox:
    image: "debian"
    env:
      A: "1"
    mounts: ["x" "y"]
    network:
      mode: allowlist
      rules: [example.org]
  cursors:
    tone: dry

judge critic:
  output: report
  await: best_effort

router split:
  mode: fan_out_all

join meet:
  strategy: best_effort
  require: [writer]

human person:
  output: report
  instructions: guide
  mode: auto_or_pause
  model: "m"
  min_answers: 1

tool shell:
  command: "echo \${HOME} {{input.ok}} '{{vars.limit}}'"
  output: report

tool program:
  script: |
    print({{vars.tags}})
  language: py

compute sum:
  output: report
  expr:
    ok: "n > 1"
    kind: "'x'"
    n: "vars.limit + 1"

workflow everything:
  entry: writer
  default_backend: "claw"
  interaction: human
  worktree: auto
  workspace_safety: refuse
  tool_policy: ["*"]
  capabilities: [board.move]
  compaction:
    preserve_recent: 9
  budget:
    max_duration: "1h30m"
    max_cost_usd: 2.5
    max_tokens: 0
  mcp:
    autoload_project: false
    disable: [files]
  ## The first step.
  writer -> split with {
    _session_id: "{{outputs.writer._session_id}}",
    list: ["{{input.n}}", 1, true, null],
    deep: {"k": "a {{vars.limit}}"},
    n: 3
  }
  split -> critic
  split -> shell
  critic -> meet
  shell -> meet
  meet -> person
  person -> program when ok
  person -> writer when "!(input.ok) && n < vars.limit" as again("{{vars.limit}}")
  person -> fail
  program -> sum
  sum -> done
`;
const graph = compile(parse(full), { uri: 'file:///full.iter' });
function nodeOf<K extends Node['kind']>(kind: K, name: string): Node & { readonly kind: K } {
  const node = graph.nodes.find((each) => each.id === name);
  if (node?.kind !== kind) throw new Error(`no ${kind} ${name}`);
  return node as Node & { readonly kind: K };
}
const edgeOf = (id: string) => graph.edges.find((edge) => edge.id === id);

describe('Appendix A', () => {
  test('L-IR-02 the full file is valid', () => {
    expect(graph.diagnostics.filter((each) => each.severity === 'error').map((each) => each.message)).toEqual([]);
    expect(graph).toMatchObject({
      irVersion: 1,
      valid: true,
      source: { uri: 'file:///full.iter', strictEscape: false },
    });
    expect(graph.source.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(graph.meta).toEqual({
      name: 'Everything',
      description: 'All kinds once.',
      triggers: ['manual'],
      capabilities: ['board.read'],
    });
  });

  test('L-DECL-10 variables with type, default, environment and comment', () => {
    expect(graph.vars).toMatchObject([
      {
        name: 'topic',
        description: 'What it is about.',
        type: 'string',
        hasDefault: true,
        scope: 'file',
        default: { source: '${TOPIC:-tea}', segments: [{ kind: 'env', name: 'TOPIC', default: { source: 'tea' } }] },
      },
      { name: 'limit', type: 'int', default: 3 },
      { name: 'tags', type: 'string[]', default: ['a'] },
      { name: 'bare', type: 'json', hasDefault: false },
    ]);
    expect(graph.vars[3]).not.toHaveProperty('default');
  });

  test('L-DECL-12, L-DECL-14 presets and attachments', () => {
    expect(graph.presets).toMatchObject([{ name: 'quick', values: { limit: 1 } }]);
    expect(graph.attachments).toMatchObject([
      { name: 'doc', kind: 'file', label: 'A document.', acceptMime: ['text/plain', 'image/*'], required: true },
    ]);
  });

  test('L-DECL-18 mcp servers', () => {
    expect(graph.mcpServers).toMatchObject([
      {
        name: 'files',
        transport: 'stdio',
        command: { segments: [{ kind: 'env', name: 'FILES_BIN' }] },
        args: [{ source: '--root' }, { segments: [{ kind: 'env', name: 'PROJECT_DIR' }] }],
        env: { LEVEL: { source: 'debug' } },
        headers: {},
      },
    ]);
  });

  test('L-DECL-25 schemas with enums and descriptions', () => {
    expect(graph.schemas[1]?.fields).toMatchObject([
      { name: 'ok', type: 'bool' },
      { name: 'kind', type: 'string', enum: ['x', 'y'], description: 'Which kind.' },
      { name: 'n', type: 'int' },
    ]);
  });

  test('L-DECL-28 an agent with everything; L-IR-01 synonyms are normalised', () => {
    const writer = nodeOf('agent', 'writer');
    expect(writer).toMatchObject({
      description: 'Writes the draft.',
      backend: { value: { source: 'claude_code' }, from: 'node' },
      provider: { source: 'anthropic' },
      input: 'task',
      output: 'report',
      publish: 'draft',
      system: 'guide',
      user: 'ask',
      session: 'fork',
      tools: ['read_file', 'Bash(git:*)'],
      toolPolicy: { value: ['read_file'], from: 'node' },
      capabilities: { value: ['board.read'], from: 'node' },
      toolMaxSteps: 7,
      maxTokens: 900,
      reasoningEffort: 'xhigh',
      readonly: true,
      interaction: { value: 'llm', from: 'node' },
      interactionPrompt: 'guide',
      interactionModel: { source: 'm' },
      mcp: { inherit: false, servers: ['files'], disable: [] },
      compaction: { value: { threshold: 0.5, preserveRecent: 9 }, from: 'node' },
      memory: { enabled: true, scope: 'notes', autoload: ['a'], read: true, write: false, preCompactInject: false },
      sandbox: {
        from: 'node',
        value: {
          mode: 'inline',
          image: 'debian',
          env: { A: '1' },
          mounts: ['x', 'y'],
          network: { mode: 'allowlist', rules: ['example.org'] },
        },
      },
      cursors: [{ cursor: 'tone', value: 'dry' }],
      writer: false,
      reachable: true,
      outgoing: ['writer->split'],
    });
    expect(writer.model?.segments).toMatchObject([
      { kind: 'env', name: 'PROVIDER' },
      { kind: 'text', text: '/' },
      { kind: 'ref', ref: { ns: 'vars', path: ['topic'], known: true, type: 'string' } },
    ]);
    expect(writer.props['backend']?.start.line).toBe(full.split('\n').indexOf('  delegate: "claude_code"') + 1);
  });

  test('L-IR-01 effective values come from the workflow and the defaults', () => {
    expect(nodeOf('judge', 'critic')).toMatchObject({
      backend: { value: { source: 'claw' }, from: 'workflow' },
      toolPolicy: { value: ['*'], from: 'workflow' },
      capabilities: { value: ['board.move'], from: 'workflow' },
      interaction: { value: 'human', from: 'workflow' },
      compaction: { value: { threshold: 0.85, preserveRecent: 9 }, from: 'workflow' },
      session: 'fresh',
      await: 'best_effort',
      tools: [],
    });
    const bare = 'agent a:\n  model: "m"\nworkflow w:\n  entry: a\n  a -> done\n';
    const [node] = compile(parse(bare), { defaults: { backend: 'codex' } }).nodes;
    expect(node).toMatchObject({
      backend: { value: { source: 'codex' }, from: 'default' },
      interaction: { value: 'none', from: 'default' },
      capabilities: { value: [], from: 'default' },
      compaction: { value: { threshold: 0.85, preserveRecent: 4 }, from: 'default' },
    });
  });

  test('L-DECL-30, L-DECL-32, L-DECL-34 router, join, human', () => {
    expect(nodeOf('router', 'split')).toMatchObject({ mode: 'fan_out_all', multi: false });
    expect(nodeOf('join', 'meet')).toMatchObject({
      strategy: 'best_effort',
      require: ['writer'],
      convergenceOf: ['split'],
    });
    expect(nodeOf('human', 'person')).toMatchObject({
      interaction: { value: 'llm_or_human', from: 'node' },
      instructions: 'guide',
      minAnswers: 1,
    });
  });

  test('L-DECL-36 tools and computes', () => {
    const shell = nodeOf('tool', 'shell');
    expect(shell.command?.quoting).toEqual(['bare', 'single']);
    expect(shell.command?.segments.map((segment) => segment.kind)).toEqual([
      'text',
      'env',
      'text',
      'ref',
      'text',
      'ref',
      'text',
    ]);
    expect(shell.writer).toBe(true);
    expect(nodeOf('tool', 'program')).toMatchObject({
      language: 'python',
      script: { source: 'print({{vars.tags}})\n' },
    });
    expect(nodeOf('compute', 'sum').fields).toMatchObject([
      { name: 'ok', source: 'n > 1', expr: { op: '>', left: { op: 'path', ns: 'input', path: ['n'] } } },
      { name: 'kind' },
      { name: 'n' },
    ]);
  });

  test('L-DECL-40 cursors', () => {
    expect(graph.cursors).toMatchObject([
      { name: 'tone', text: 'How it sounds.', values: [{ name: 'dry', text: 'Be dry.' }, { name: 'warm' }] },
    ]);
  });

  test('L-WF-02, L-WF-05 workflow items and budget; 0 is no limit', () => {
    expect(graph.workflow).toMatchObject({
      name: 'everything',
      entry: 'writer',
      budget: { maxDurationMs: 5_400_000, maxCostUsd: 2.5 },
      mcp: { autoloadProject: false, servers: [], disable: ['files'] },
      compaction: { preserveRecent: 9 },
      interaction: 'human',
      defaultBackend: { source: 'claw' },
      toolPolicy: ['*'],
      capabilities: ['board.move'],
      worktree: 'auto',
      workspaceSafety: 'refuse',
    });
    expect(graph.workflow?.budget).not.toHaveProperty('maxTokens');
  });

  test('L-EDGE-01 edges in file order, with conditions and descriptions', () => {
    expect(graph.edges.map((edge) => edge.index)).toEqual(graph.edges.map((_, i) => i));
    expect(edgeOf('writer->split')).toMatchObject({ description: 'The first step.', known: true, back: false });
    expect(edgeOf('person->program')?.when).toMatchObject({ kind: 'field', field: 'ok', negated: false });
    expect(edgeOf('person->writer')).toMatchObject({
      back: true,
      loop: { name: 'again' },
      when: { kind: 'expr', source: '!(input.ok) && n < vars.limit', expr: { op: 'and' } },
    });
  });

  test('L-EDGE-05 with entries: templates, literals and JSON with templates in its leaves', () => {
    expect(edgeOf('writer->split')?.with).toMatchObject([
      { key: '_session_id', value: { kind: 'template', template: { whole: true } } },
      {
        key: 'list',
        value: {
          kind: 'json',
          value: [{ t: { whole: true, segments: [{ ref: { ns: 'input', path: ['n'] } }] } }, 1, true, null],
        },
      },
      {
        key: 'deep',
        value: { kind: 'json', value: { o: { k: { t: { source: 'a {{vars.limit}}', whole: false } } } } },
      },
      { key: 'n', value: { kind: 'json', value: 3 } },
    ]);
    expect(edgeOf('split->critic')).not.toHaveProperty('with');
  });

  test('L-EDGE-04, L-LOOP-04 loops with bound, entries and body', () => {
    expect(graph.loops).toMatchObject([
      {
        name: 'again',
        bound: { kind: 'template', template: { source: '{{vars.limit}}', whole: true } },
        edges: ['person->writer'],
        entries: ['writer'],
        body: ['writer', 'critic', 'split', 'meet', 'person', 'shell'],
        inside: [],
      },
    ]);
  });

  test('L-SEM-22 fan-outs, branches and where nodes lie in them', () => {
    expect(graph.fanOuts).toEqual([
      {
        router: 'split',
        convergence: 'meet',
        explicit: true,
        strategy: 'best_effort',
        branches: [
          { edge: 'split->critic', head: 'critic', nodes: ['critic'], detached: false },
          { edge: 'split->shell', head: 'shell', nodes: ['shell'], detached: false },
        ],
      },
    ]);
    expect(nodeOf('judge', 'critic').branches).toEqual([{ fanOut: 'split', head: 'critic' }]);
    expect(edgeOf('critic->meet')?.leaves).toEqual(['split']);
  });

  test('L-ENV-01 the environment a file names, with users; commands can do without', () => {
    expect(graph.env).toMatchObject([
      { name: 'TOPIC', hasDefault: true, users: [] },
      { name: 'FILES_BIN', hasDefault: false, users: ['writer'] },
      { name: 'PROJECT_DIR', hasDefault: false },
      { name: 'PROVIDER', hasDefault: false, users: ['writer'] },
      { name: 'HOME', hasDefault: true, users: ['shell'] },
    ]);
  });

  test('L-SEM-02 prompts know their users and resolve in their scope', () => {
    expect(graph.prompts[0]).toMatchObject({ name: 'ask', usedBy: [{ node: 'writer', slot: 'user' }] });
    expect(graph.prompts[1]?.usedBy).toEqual([
      { node: 'writer', slot: 'system' },
      { node: 'writer', slot: 'interaction_prompt' },
      { node: 'person', slot: 'instructions' },
    ]);
    expect(graph.artifacts).toEqual([{ name: 'draft', publishers: ['writer'] }]);
  });

  test('L-LEX-16 the terminals come last', () => {
    expect(graph.nodes.slice(-2).map((node) => [node.id, node.kind, node.incoming])).toEqual([
      ['done', 'done', ['sum->done']],
      ['fail', 'fail', ['person->fail']],
    ]);
  });
});

describe('L-IR', () => {
  const spaced = full
    .replaceAll('  ', '    ')
    .replace('## The first step.', '# Another comment')
    .replace('delegate:', 'backend:')
    .replace('extra_high', 'xhigh')
    .replace('language: py\n', 'language: python3\n')
    .replace('tools: [read_file, "Bash(git:*)"]', 'tools: ["read_file",   `Bash(git:*)`, ]')
    .replace('{{ input.goal }}', '{{input.goal}}')
    .replace('"n > 1"', '"( n>1 )"');

  test('L-IR-03 layout, comments and spelling do not change hash or fingerprints', () => {
    const other = compile(parse(spaced));
    expect(other.diagnostics.filter((each) => each.severity === 'error')).toEqual([]);
    expect(other.hash).toBe(graph.hash);
    expect(other.nodes.map((node) => node.fingerprint)).toEqual(graph.nodes.map((node) => node.fingerprint));
    expect(other.source.sha256).not.toBe(graph.source.sha256);
  });

  test('R-CORE-15 a change of meaning changes the hash, and only the fingerprints it concerns', () => {
    const other = compile(parse(full.replace('Be kind.', 'Be blunt.')));
    expect(other.hash).not.toBe(graph.hash);
    const changed = other.nodes.filter((node, i) => node.fingerprint !== graph.nodes[i]?.fingerprint);
    expect(changed.map((node) => node.id)).toEqual(['writer', 'person']);
    const preset = compile(parse(full.replace('    limit: 1', '    limit: 2')));
    expect(preset.hash).not.toBe(graph.hash);
  });

  test('R-CORE-15 authors may call things range, source or description', () => {
    const text = (value: number) =>
      `vars:\n  range: int\npresets:\n  p:\n    range: ${value}\nagent a:\n  model: "m"\nworkflow w:\n  entry: a\n  a -> done with { source: {"description": ${value}} }\n`;
    expect(compile(parse(text(1))).hash).not.toBe(compile(parse(text(2))).hash);
    const stripped = compile(parse(text(1)), { ranges: false });
    expect(stripped.presets[0]?.values).toEqual({ range: 1 });
  });

  test('L-IR-02 without ranges nothing else changes', () => {
    const bare = compile(parse(full), { uri: 'file:///full.iter', ranges: false });
    expect(JSON.stringify(bare)).not.toMatch(/"(?:range|nameRange|props|related)":/);
    expect(bare.hash).toBe(graph.hash);
    expect(bare.nodes.map((node) => node.id)).toEqual(graph.nodes.map((node) => node.id));
  });

  test('L-IR-02 the graph is plain JSON and the same every time', () => {
    const again = compile(parse(full), { uri: 'file:///full.iter' });
    expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(JSON.stringify(graph)));
    expect(structuredClone(graph)).toEqual(graph);
  });

  test('L-IR-02 every text gives a graph', () => {
    const lines = full.split('\n');
    const piece = fc.oneof(fc.constantFrom(...lines), fc.string({ maxLength: 20 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const found = compile(parse(pieces.join('\n')));
        expect(found.nodes.slice(-2).map((node) => node.id)).toEqual(['done', 'fail']);
        expect(found.valid).toBe(found.diagnostics.every((each) => each.severity !== 'error'));
        JSON.stringify(found);
      }),
      { numRuns: 150 },
    );
  });

  test('L-IR-02 every prefix and every file with one line missing gives a graph', () => {
    const lines = full.split('\n');
    for (let i = 0; i < lines.length; i++) {
      for (const text of [lines.slice(0, i).join('\n'), lines.toSpliced(i, 1).join('\n')]) {
        const found: CompiledGraph = compile(parse(text));
        for (const each of found.diagnostics) {
          expect(each.message).not.toMatch(/undefined|\[object/);
          void each.fixes;
        }
      }
    }
  });

  test('L-IR-02 the examples of the product compile without an error', () => {
    for (const name of ['minimal_linear', 'judge_loop', 'parallel_review', 'human_gate', 'fix_until_green']) {
      const text = readFileSync(new URL(`../../../../examples/${name}.iter`, import.meta.url), 'utf8');
      expect(compile(parse(text)).valid, name).toBe(true);
    }
  });
});
