import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from '../compile/compile.ts';
import { type Document, parse } from '../document.ts';
import { everything } from '../fixtures/everything.ts';
import { mutatedText } from '../fixtures/mutations.ts';
import { applyEdits } from '../source.ts';
import { piecesOf } from '../trivia.ts';
import { format } from './format.ts';

function formatted(text: string): string {
  const result = format(parse(text));
  if (!result.ok) throw new Error(result.errors.map((error) => `${error.code} ${error.message}`).join('; '));
  expect(applyEdits(text, result.edits)).toBe(result.text);
  return result.text;
}

const lines = (...all: string[]): string => `${all.join('\n')}\n`;

/** Everything that formatting must not change: tokens with their values, comments in their places, what is attached. */
function meaning(document: Document): unknown {
  return document.file.chunks.flatMap(piecesOf).flatMap((piece) => {
    if ('type' in piece) return [[piece.role, piece.text.trimEnd()]];
    if (!('value' in piece) || piece.text === ',') return [];
    const moved = piece.kind === 'scalar' || piece.kind === 'body';
    return [[piece.kind, piece.value, moved ? '' : piece.text.replaceAll('\r\n', '\n')]];
  });
}

test('L-FMT-03 the table of 12.6', () => {
  const before = lines(
    'agent a:',
    '    model :"m"   # keep',
    '    tools: [x,y]',
    '',
    '',
    '    readonly: true publish: p',
    'workflow w:',
    '    a->done with {k:"v"}',
  );
  expect(formatted(before)).toBe(
    lines(
      'agent a:',
      '  model: "m"   # keep',
      '  tools: [x, y]',
      '',
      '  readonly: true',
      '  publish: p',
      '',
      'workflow w:',
      '  a -> done with { k: "v" }',
    ),
  );
});

test('L-FMT-04 no blank line between the header of a prompt and comments before its body', () => {
  const before = lines('prompt p:  ## header', '', '', '# one', '# two', '', '', '# three', '', '    body');
  expect(formatted(before)).toBe(lines('prompt p:  ## header', '# one', '# two', '', '# three', '  body'));
});

test('L-FMT-02 L-FMT-06 a carriage return that is content stays content', () => {
  const value = (text: string) => compile(parse(text)).prompts[0]?.body.source;
  for (const text of ['prompt p:\n h\r', 'prompt p:\n \r', 'prompt p:\n h\r\r\n x\n', 'prompt p:\n a\rb\n  \r']) {
    const once = formatted(text);
    expect(value(once)).toBe(value(text));
    expect(formatted(once)).toBe(once);
  }
  expect(formatted('# note\r')).toBe('# note\n');
});

test('L-FMT-01 a file with an error stays as it is', () => {
  const result = format(parse('agent a:\n   model: m\n'));
  expect(result.ok).toBe(false);
});

test('L-FMT-02 values, comments, JSON, raw strings and clause order stay; a body moves with its block', () => {
  const text = lines(
    'prompt p:',
    '      text',
    '        deeper  ',
    '',
    '      end',
    '',
    'vars:',
    '    j: json = {"a" :1,',
    '         "b":[ 1 ,2]}',
    '    r: string = `x',
    ' y`',
    '',
    'tool t:',
    '    command: |',
    '            one',
    '              two',
    '',
    'workflow w:',
    '    a -> b with {} as l( 2 ) when ok',
  );
  expect(formatted(text)).toBe(
    lines(
      'prompt p:',
      '  text',
      '    deeper  ',
      '',
      '  end',
      '',
      'vars:',
      '  j: json = {"a" :1,',
      '         "b":[ 1 ,2]}',
      '  r: string = `x',
      ' y`',
      '',
      'tool t:',
      '  command: |',
      '    one',
      '      two',
      '',
      'workflow w:',
      '  a -> b with {} as l(2) when ok',
    ),
  );
});

test('L-FMT-03 brackets over several lines, missing commas, edges over several lines', () => {
  const text = lines(
    'agent a:',
    '  tools: [',
    '     x,',
    '        y',
    '    ]',
    '  sandbox:',
    '    mounts: ["a" "b"',
    '      "c"]',
    'workflow w:',
    '  a -> b with {',
    'x: "1" # one',
    '      y: 2 z: 3',
    '    }',
    '      when ok',
  );
  expect(formatted(text)).toBe(
    lines(
      'agent a:',
      '  tools: [',
      '    x,',
      '    y',
      '  ]',
      '  sandbox:',
      '    mounts: ["a", "b",',
      '      "c"]',
      '',
      'workflow w:',
      '  a -> b with {',
      '    x: "1",  # one',
      '    y: 2, z: 3',
      '  }',
      '    when ok',
    ),
  );
});

test('L-FMT-04 one blank line between top-level statements and around free comments, attached comments stay', () => {
  const text = lines(
    '',
    '# free',
    '',
    '# attached',
    'agent a:',
    '',
    '  model: "m"',
    '    # free inside',
    '  # attached inside',
    '  readonly: true',
    '',
    '',
    '  # at the end',
    '# free again',
    'agent b:',
    '  model: "m"',
    '',
  );
  expect(formatted(text)).toBe(
    lines(
      '# free',
      '',
      '# attached',
      'agent a:',
      '  model: "m"',
      '  # free inside',
      '',
      '  # attached inside',
      '  readonly: true',
      '',
      '  # at the end',
      '',
      '# free again',
      'agent b:',
      '  model: "m"',
    ),
  );
});

test('L-FMT-04 a group comment is free even directly above a statement', () => {
  expect(formatted('## @group g: a\nworkflow w:\n  entry: a\n')).toBe('## @group g: a\n\nworkflow w:\n  entry: a\n');
});

test('L-FMT-05 mixed line ends become the more frequent kind; the file ends with one', () => {
  expect(formatted('agent a:\r\n  model: "m"\n  publish: p\r\n\r\n\n')).toBe(
    'agent a:\r\n  model: "m"\r\n  publish: p\r\n',
  );
  expect(formatted('agent a:\r\n  model: "m"\n')).toBe('agent a:\n  model: "m"\n');
  expect(formatted('agent a:\n  model: "m"')).toBe('agent a:\n  model: "m"\n');
  expect(formatted('\ufeffagent a:\n model: "m"')).toBe('\ufeffagent a:\n  model: "m"\n');
  expect(formatted('')).toBe('');
});

test('L-FMT-04 fewer blank lines do not bring a directive into force', () => {
  const text = `${'\n'.repeat(40)}## strict-escape: on\nagent a:\n  model: "m\\q"\n`;
  expect(parse(formatted(text)).strictEscape).toBe(false);
});

test('L-FMT-06 the file with everything: idempotent, same values and comments', () => {
  const once = formatted(everything);
  expect(formatted(once)).toBe(once);
  expect(meaning(parse(once))).toEqual(meaning(parse(everything)));
});

test('L-FMT-06 formatting is idempotent and keeps values, comments and what is attached', () => {
  let done = 0;
  fc.assert(
    fc.property(mutatedText, (text) => {
      const document = parse(text);
      const result = format(document);
      if (!result.ok) return;
      done += 1;
      const after = parse(result.text);
      expect(after.diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
      expect(meaning(after)).toEqual(meaning(document));
      if (done % 10 === 0) expect(compile(after).hash).toBe(compile(document).hash);
      const again = format(after);
      expect(again.ok && again.text).toBe(result.text);
      expect(again.ok && again.edits).toEqual([]);
    }),
    { numRuns: 600 },
  );
  expect(done).toBeGreaterThan(50);
});
