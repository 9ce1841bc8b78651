import { describe, expect, test } from 'vitest';
import { parse } from '../document.ts';
import { applyEdits, invertEdits } from '../source.ts';
import { edit } from './edit.ts';
import type { EditOperation, RefusalCode } from './operations.ts';

/** The text after the operation; fails the test when it is refused. */
function after(text: string, operation: EditOperation): string {
  const result = edit(parse(text), operation);
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.reason}`);
  const next = applyEdits(text, result.edits);
  // Every edit can be taken back to the same bytes.
  expect(applyEdits(next, invertEdits(text, result.edits))).toBe(text);
  return next;
}

function refusal(text: string, operation: EditOperation): RefusalCode {
  const result = edit(parse(text), operation);
  if (result.ok) throw new Error('the operation was carried out');
  expect(result.refusal.reason).toMatch(/\w.*\.$/);
  return result.refusal.code;
}

/** A file around a few lines: two nodes, a schema, edges. */
const file = (edges: string, more = '') => `schema s:
  ok: bool
  txt: string
${more}
agent a:
  model: "m"
  output: s

agent b:
  input: s

workflow w:
  entry: a
  default_backend: "claw"

${edges
  .split('\n')
  .map((line) => `  ${line}`)
  .join('\n')}
`;
const body = (text: string) => text.slice(text.indexOf('default_backend'));

describe('general rules', () => {
  test('L-EDIT-03 new lines take the line end and the indentation of the file', () => {
    const text = 'agent a:\r\n    model: "m"\r\n\r\nworkflow w:\r\n    entry: a\r\n    a -> done\r\n';
    expect(
      after(text, { op: 'setProperty', target: { space: 'node', name: 'a', path: ['memory', 'scope'] }, value: 'x' }),
    ).toBe(
      'agent a:\r\n    model: "m"\r\n    memory:\r\n        scope: "x"\r\n\r\nworkflow w:\r\n    entry: a\r\n    a -> done\r\n',
    );
    expect(
      after(text, { op: 'addDeclaration', kind: 'judge', name: 'j', props: { model: 'm', readonly: true } }),
    ).toContain('\r\n\r\njudge j:\r\n    model: "m"\r\n    readonly: true\r\n\r\nworkflow w:\r\n');
  });

  test('L-EDIT-03 a file without final line end stays one', () => {
    expect(
      after('agent a:\n  model: "m"', {
        op: 'setProperty',
        target: { space: 'node', name: 'a', path: ['readonly'] },
        value: true,
      }),
    ).toBe('agent a:\n  model: "m"\n  readonly: true');
  });

  test('L-EDIT-04 removing a statement takes its comments and the blank lines after it', () => {
    const text = 'agent a:\n  model: "m"\n\n## about b\nagent b:\n  model: "m"\n\nagent c:\n  model: "m"\n';
    expect(after(text, { op: 'removeDeclaration', space: 'node', name: 'b' })).toBe(
      'agent a:\n  model: "m"\n\nagent c:\n  model: "m"\n',
    );
    expect(after(text, { op: 'removeDeclaration', space: 'node', name: 'c' })).toBe(
      'agent a:\n  model: "m"\n\n## about b\nagent b:\n  model: "m"\n',
    );
    expect(after(text, { op: 'removeDeclaration', space: 'node', name: 'a' })).toBe(
      '## about b\nagent b:\n  model: "m"\n\nagent c:\n  model: "m"\n',
    );
  });

  test('L-EDIT-05 a new statement goes after the last one of its kind', () => {
    const next = after(file('a -> b'), { op: 'addDeclaration', kind: 'agent', name: 'x' });
    expect(next).toContain('agent b:\n  input: s\n\nagent x:\n\nworkflow w:');
    expect(after('', { op: 'addDeclaration', kind: 'agent', name: 'x' })).toBe('agent x:\n');
    expect(
      after('workflow w:\n  entry: x\n', { op: 'addDeclaration', kind: 'prompt', name: 'p', body: 'Hello\n' }),
    ).toBe('prompt p:\n  Hello\n\nworkflow w:\n  entry: x\n');
  });

  test('L-EDIT-07 lists keep the text of unchanged elements', () => {
    const text = 'agent a:\n  tools: [read_file, "glob",  bash]\n';
    const target = { space: 'node', name: 'a', path: ['tools'] } as const;
    expect(after(text, { op: 'setProperty', target, value: ['read_file', 'glob', 'bash', 'mcp.git.*'] })).toBe(
      'agent a:\n  tools: [read_file, "glob",  bash, mcp.git.*]\n',
    );
    expect(after(text, { op: 'setProperty', target, value: ['glob', 'bash'] })).toBe(
      'agent a:\n  tools: ["glob",  bash]\n',
    );
    const long = 'agent a:\n  tools: [\n    read_file,\n    glob,\n  ]\n';
    expect(after(long, { op: 'setProperty', target, value: ['read_file', 'bash', 'glob'] })).toBe(
      'agent a:\n  tools: [\n    read_file,\n    bash,\n    glob,\n  ]\n',
    );
  });

  test('L-EDIT-07 synonyms keep the spelling of the block', () => {
    const text = 'agent a:\n  delegate: "claw"\n';
    expect(
      after(text, { op: 'setProperty', target: { space: 'node', name: 'a', path: ['backend'] }, value: 'codex' }),
    ).toBe('agent a:\n  delegate: "codex"\n');
    const human = 'human h:\n  mode: pause_until_answers\n';
    expect(
      after(human, {
        op: 'setProperty',
        target: { space: 'node', name: 'h', path: ['interaction'] },
        value: 'llm_or_human',
      }),
    ).toBe('human h:\n  mode: auto_or_pause\n');
  });

  test('L-EDIT-08 bad, taken and unknown names are refused', () => {
    const text = file('a -> b');
    expect(refusal(text, { op: 'addDeclaration', kind: 'agent', name: '1x' })).toBe('EDIT_BAD_NAME');
    expect(refusal(text, { op: 'addDeclaration', kind: 'tool', name: 'a' })).toBe('EDIT_NAME_TAKEN');
    expect(refusal(text, { op: 'addDeclaration', kind: 'agent', name: 'done' })).toBe('EDIT_NAME_TAKEN');
    expect(refusal(text, { op: 'removeEdge', edge: 'a->zz' })).toBe('EDIT_NOT_FOUND');
    expect(refusal(text, { op: 'addEdge', from: 'a', to: 'b' })).toBe('EDIT_DUPLICATE_EDGE');
    expect(refusal(text, { op: 'addEdge', from: 'done', to: 'a' })).toBe('EDIT_INVALID');
  });

  test('L-EDIT-01 a broken block is refused, the others stay editable', () => {
    const text = 'agent a:\n  model "m"\n\nagent b:\n  model: "m"\n';
    expect(
      refusal(text, { op: 'setProperty', target: { space: 'node', name: 'a', path: ['readonly'] }, value: true }),
    ).toBe('EDIT_BROKEN_TARGET');
    expect(after(text, { op: 'setProperty', target: { space: 'node', name: 'b', path: ['model'] }, value: 'n' })).toBe(
      'agent a:\n  model "m"\n\nagent b:\n  model: "n"\n',
    );
  });

  test('L-EDIT-01 an unknown property does not stop edits of its block', () => {
    const text = 'agent a:\n  turbo: 9\n  model: "m"\n';
    expect(after(text, { op: 'setProperty', target: { space: 'node', name: 'a', path: ['model'] }, value: 'n' })).toBe(
      'agent a:\n  turbo: 9\n  model: "n"\n',
    );
  });
});

describe('operations', () => {
  test('removing a node takes its edges, the entry and its place in require', () => {
    const text = file('a -> b\nb -> k\nk -> done', '\njoin k:\n  require: [a, b]\n');
    const next = after(text, { op: 'removeDeclaration', space: 'node', name: 'a' });
    expect(next).not.toContain('a -> b');
    expect(next).not.toContain('entry:');
    expect(next).toContain('require: [b]');
  });

  test('multi-line with blocks keep their layout', () => {
    const text = file('a -> b with {\n  x: "1",\n  y: "2"   # why\n}');
    const next = after(text, { op: 'setWith', edge: 'a->b', key: 'z', value: { template: '{{input.txt}}' } });
    expect(next).toContain('    x: "1",\n    y: "2",   # why\n    z: "{{input.txt}}"\n  }\n');
    expect(after(next, { op: 'unsetWith', edge: 'a->b', key: 'x' })).toContain(
      'with {\n    y: "2",   # why\n    z: "{{input.txt}}"\n  }\n',
    );
    expect(after(next, { op: 'renameWithKey', edge: 'a->b', from: 'y', to: 'why' })).toContain(
      '    why: "2",   # why\n',
    );
  });

  test('setLoop changes the bound of every edge of the loop', () => {
    const next = after(file('a -> b as l(2)\nb -> a as l(2)'), {
      op: 'setLoop',
      edge: 'a->b',
      loop: { name: 'l', bound: 5 },
    });
    expect(next).toContain('  a -> b as l(5)\n  b -> a as l(5)\n');
    expect(after(next, { op: 'setLoop', edge: 'b->a', loop: null })).toContain('  b -> a\n');
  });

  test('setPromptBody leaves unchanged lines alone', () => {
    const text = 'prompt p:\n    One\n\n    Two  \n    Three\n\nagent a:\n    user: p\n';
    const result = edit(parse(text), { op: 'setPromptBody', name: 'p', text: 'One\n\nTwo  \nTHREE\n' });
    if (!result.ok) throw new Error(result.refusal.reason);
    expect(result.edits).toHaveLength(1);
    expect(applyEdits(text, result.edits)).toBe(
      'prompt p:\n    One\n\n    Two  \n    THREE\n\nagent a:\n    user: p\n',
    );
    expect(after(text, { op: 'setPromptBody', name: 'p', text: 'One' })).toBe(
      'prompt p:\n    One\n\nagent a:\n    user: p\n',
    );
    expect(after(text, { op: 'setPromptBody', name: 'p', text: 'One\n\nTwo  \nThree\nFour\n\n' })).toBe(
      'prompt p:\n    One\n\n    Two  \n    Three\n    Four\n\nagent a:\n    user: p\n',
    );
    expect(after('prompt p:\n', { op: 'setPromptBody', name: 'p', text: 'Hi' })).toBe('prompt p:\n  Hi\n');
  });

  test('descriptions and groups are comment lines', () => {
    const text = file('a -> b');
    const described = after(text, { op: 'setDescription', target: { space: 'node', name: 'b' }, text: 'Second\nstep' });
    expect(described).toContain('## Second\n## step\nagent b:');
    expect(after(described, { op: 'setDescription', target: { space: 'node', name: 'b' }, text: '' })).toBe(text);
    const grouped = after(text, { op: 'setGroup', name: 'front', members: ['a', 'b'] });
    expect(grouped).toContain('## @group front: a, b\n\nworkflow w:');
    expect(after(grouped, { op: 'setGroup', name: 'front', members: null }), 'there and back').toBe(text);
    expect(after(grouped, { op: 'setGroup', name: 'front', members: ['a'] })).toContain('## @group front: a\n');
    expect(after(grouped, { op: 'renameDeclaration', space: 'node', from: 'b', to: 'c' })).toContain(
      '## @group front: a, c\n',
    );
  });

  test('pasting reuses equal declarations and renames what is taken', () => {
    const text = file('a -> b\nb -> done');
    const fragment =
      'schema s:\n  ok: bool\n  txt: string\n\nagent a:\n  output: s\n\nagent z:\n  input: s\n\nworkflow x:\n  a -> z when ok\n';
    const next = after(text, { op: 'pasteFragment', text: fragment });
    expect(next.match(/^schema /gm)).toHaveLength(1);
    expect(next).toContain('agent a_2:\n  output: s\n');
    expect(next).toContain('  b -> done\n  a_2 -> z when ok\n');
    expect(refusal(text, { op: 'pasteFragment', text: 'hello there' })).toBe('EDIT_INVALID');
  });

  test('E-CANVAS-25 a fragment brings its workflow where there is none, and its entry where none is named', () => {
    const fragment = 'agent a:\n  model: "m"\n\n## About it.\nworkflow x:\n  entry: a\n\n  ## Over.\n  a -> done\n';
    expect(after('', { op: 'pasteFragment', text: fragment })).toBe(fragment);
    expect(after('agent a:\n', { op: 'pasteFragment', text: fragment })).toContain('workflow x:\n  entry: a_2\n');
    expect(after('workflow w:\n  default_backend: "claw"\n', { op: 'pasteFragment', text: fragment })).toBe(
      'agent a:\n  model: "m"\n\nworkflow w:\n  entry: a\n  default_backend: "claw"\n  ## Over.\n  a -> done\n',
    );
    expect(after('', { op: 'pasteFragment', text: 'agent a:\n\nworkflow selection:\n  a -> a as l(2)\n' })).toContain(
      'workflow selection:\n  entry: a\n  a -> a as l(2)\n',
    );
  });

  test('E-CANVAS-25 a pasted loop is a loop of its own', () => {
    const text = file('a -> b as l(2)\nb -> done');
    const fragment = 'agent c:\n\nworkflow x:\n  c -> c when "loop.l.iteration < 2" as l(3)\n';
    expect(after(text, { op: 'pasteFragment', text: fragment })).toContain(
      '  c -> c when "loop.l_2.iteration < 2" as l_2(3)\n',
    );
  });

  test('changing the kind drops what the new kind lacks and says so', () => {
    const result = edit(parse('agent a:\n  model: "m"\n  output: s\n  await: best_effort\n'), {
      op: 'changeKind',
      node: 'a',
      kind: 'join',
    });
    if (!result.ok) throw new Error(result.refusal.reason);
    expect(result.report.dropped).toEqual(['model']);
    expect(applyEdits('agent a:\n  model: "m"\n  output: s\n  await: best_effort\n', result.edits)).toBe(
      'join a:\n  strategy: best_effort\n  output: s\n',
    );
    // A router named like a terminal is C042; a compute of that name would be E011.
    expect(refusal('router fail:\n', { op: 'changeKind', node: 'fail', kind: 'compute' })).toBe('EDIT_BAD_NAME');
  });

  test('conditional edges move behind a router and back', () => {
    const text = file('a -> b when ok\na -> fail when not ok\nb -> done');
    const routed = after(text, { op: 'toConditionRouter', node: 'a', name: 'route' });
    expect(routed).toContain('router route:\n  mode: condition\n');
    expect(body(routed)).toContain('  a -> route\n  route -> b when ok\n  route -> fail when not ok\n  b -> done\n');
    expect(after(routed, { op: 'fromConditionRouter', router: 'route' })).toBe(text);
  });

  test('E-CANVAS-27 a router is not dissolved when that would lose what its way in says', () => {
    const text = file(
      'a -> r when ok\na -> fail when not ok\nr -> b when txt\nr -> done',
      '\nrouter r:\n  mode: condition\n',
    );
    expect(refusal(text, { op: 'fromConditionRouter', router: 'r' })).toBe('EDIT_INVALID');
    const loop = file('a -> r\nr -> r when ok as l(2)\nr -> done', '\nrouter r:\n  mode: condition\n');
    expect(refusal(loop, { op: 'fromConditionRouter', router: 'r' })).toBe('EDIT_INVALID');
  });

  test('L-EDIT-08 keys of a mapping are names', () => {
    const text = file('a -> b with { k: 1 }');
    const value = { json: 1 } as const;
    expect(refusal(text, { op: 'setWith', edge: 'a->b', key: 'two words', value })).toBe('EDIT_BAD_NAME');
    expect(refusal(text, { op: 'renameWithKey', edge: 'a->b', from: 'k', to: '1st' })).toBe('EDIT_BAD_NAME');
    const clauses = { with: { 'x-y': value } };
    expect(refusal(text, { op: 'addEdge', from: 'b', to: 'done', clauses })).toBe('EDIT_BAD_NAME');
  });

  test('L-EDIT-03 in a file with CRLF new text ends its lines so, in literals and where the last line had no end', () => {
    const text = file('a -> b\nb -> done').trimEnd().replaceAll('\n', '\r\n');
    const value = { template: 'say "hi"\nto all' };
    expect(after(text, { op: 'setWith', edge: 'a->b', key: 'k', value })).toContain('k: `say "hi"\r\nto all`');
    expect(after(text, { op: 'moveEdge', edge: 'b->done', place: { before: 'a->b' } })).toMatch(
      /\r\n {2}b -> done\r\n {2}a -> b(\r\n)?$/,
    );
  });

  test('X-41 E-EDGE-10 a node on an edge takes condition and loop before it and the data after it, read from where it came', () => {
    const text = file(
      'a -> b when ok as again(2) with {\n  x: "{{input.txt}} and {{vars.input}}",  # why\n  n: {"d": "{{input.ok}}"}\n}\nb -> done',
    );
    const next = after(text, {
      op: 'insertOnEdge',
      edge: 'a->b',
      node: 't',
      add: { kind: 'tool', props: { command: 'true' } },
    });
    expect(body(next)).toContain(
      '  a -> t when ok as again(2)\n  t -> b with {\n    x: "{{outputs.a.txt}} and {{vars.input}}",  # why\n    n: {"d": "{{outputs.a.ok}}"}\n  }\n  b -> done\n',
    );
  });

  test('a batch is one list of edits on the first text', () => {
    const text = file('a -> b\nb -> done');
    const next = after(text, {
      op: 'batch',
      operations: [
        { op: 'addDeclaration', kind: 'tool', name: 't', props: { command: 'make' } },
        { op: 'addEdge', from: 'b', to: 't' },
        { op: 'setProperty', target: { space: 'node', name: 't', path: ['output'] }, value: 's' },
      ],
    });
    expect(next).toContain('tool t:\n  command: "make"\n  output: s\n');
    expect(next).toContain('  b -> done\n  b -> t\n');
    expect(
      refusal(text, {
        op: 'batch',
        operations: [
          { op: 'addDeclaration', kind: 'tool', name: 't' },
          { op: 'removeEdge', edge: 'x->y' },
        ],
      }),
    ).toBe('EDIT_NOT_FOUND');
  });

  test('moving edges and declarations keeps their comments', () => {
    const text = file('a -> b\n## back\nb -> done');
    expect(body(after(text, { op: 'moveEdge', edge: 'b->done', place: { before: 'a->b' } }))).toContain(
      '  ## back\n  b -> done\n  a -> b\n',
    );
    const moved = after(text, {
      op: 'moveDeclaration',
      declaration: { space: 'node', name: 'b' },
      place: { before: { space: 'node', name: 'a' } },
    });
    expect(moved.indexOf('agent b:')).toBeLessThan(moved.indexOf('agent a:'));
  });

  test('members of schemas, presets and expressions', () => {
    const text = file('a -> b');
    const added = after(text, {
      op: 'setMember',
      block: { block: 'fields', schema: 's' },
      key: 'risk',
      parts: { type: 'string', enum: ['low', 'high'] },
    });
    expect(added).toContain('  txt: string\n  risk: string [enum: "low", "high"]\n');
    expect(
      after(added, {
        op: 'setMember',
        block: { block: 'fields', schema: 's' },
        key: 'risk',
        parts: { enum: ['low', 'mid', 'high'] },
      }),
    ).toContain('[enum: "low", "mid", "high"]');
    expect(after(added, { op: 'removeMember', block: { block: 'fields', schema: 's' }, key: 'risk' })).toBe(text);
    expect(
      after(text, { op: 'setMember', block: { block: 'vars' }, key: 'n', parts: { type: 'int', default: 2 } }),
    ).toMatch(/^vars:\n {2}n: int = 2\n\nschema s:/);
    expect(
      after(text, { op: 'setMember', block: { block: 'preset', preset: 'dev' }, key: 'n', parts: { value: 1 } }),
    ).toContain('presets:\n  dev:\n    n: 1\n');
    expect(
      after(text, { op: 'moveMember', block: { block: 'fields', schema: 's' }, key: 'txt', place: { before: 'ok' } }),
    ).toContain('schema s:\n  txt: string\n  ok: bool\n');
  });
});
