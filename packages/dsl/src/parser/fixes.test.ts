// Every fix of a parsing diagnostic removes it and adds no error (L-DIAG-02).
import { expect, test } from 'vitest';
import { parse } from '../document.ts';
import { applyEdits } from '../source.ts';

/** By code: texts that report it, each with the title of a fix that it must offer. */
const BROKEN: {
  readonly [code: string]: readonly (readonly [text: string, title: string | undefined, fixed?: string])[];
} = {
  E001: [
    ['agnt a:\n  model: "m"\n', 'Change to `agent`', 'agent a:\n  model: "m"\n'],
    ['var:\n  a: int\n', 'Change to `vars`'],
    ['prompt p: hello\n', 'Move the text to the next line', 'prompt p:\n  hello\n'],
    ['prompt p: hello\n    more\n', 'Move the text to the next line', 'prompt p:\n    hello\n    more\n'],
    ['workflow w:\n  a -> b when n > 3\n', 'Quote the expression', 'workflow w:\n  a -> b when "n > 3"\n'],
    [
      'workflow w:\n  a -> b when n == "x" as l(2) # c\n',
      'Quote the expression',
      'workflow w:\n  a -> b when `n == "x"` as l(2) # c\n',
    ],
    ['agent a:\n  model: "m" foo\n', undefined],
  ],
  E002: [
    ['agent a\n  model: "m"\n', 'Insert `:`'],
    ['agent a:\n  model m"\n', undefined],
    ['agent a:\n  model: m\n', 'Add quotes', 'agent a:\n  model: "m"\n'],
    ['agent a:\n  session: "fresh"\n', 'Remove the quotes', 'agent a:\n  session: fresh\n'],
    ["agent a:\n  model: 'x'\n", 'Use double quotes', 'agent a:\n  model: "x"\n'],
    ['workflow w:\n  a b\n', 'Insert `->`', 'workflow w:\n  a -> b\n'],
    ['workflow w:\n  entry a\n', 'Insert `:`'],
    ['workflow w:\n  a -> b as l\n', 'Insert `(3)`'],
    ['workflow w:\n  a -> b as l(vars.n)\n', 'Write it as a reference', 'workflow w:\n  a -> b as l("{{vars.n}}")\n'],
    ['workflow w:\n  a -> b as l(2 when ok\n', 'Insert `)`', 'workflow w:\n  a -> b as l(2) when ok\n'],
    [
      'workflow w:\n  a -> b when not "ok"\n',
      'Put the negation into the expression',
      'workflow w:\n  a -> b when "!(ok)"\n',
    ],
    [
      'workflow w:\n  a -> b with { x: input.y }\n',
      'Write it as a reference',
      'workflow w:\n  a -> b with { x: "{{input.y}}" }\n',
    ],
    ['workflow w:\n  a -> b with { x "1" }\n', 'Insert `:`'],
    ['agent a:\n  tools: [a b]\n', 'Insert `,`', 'agent a:\n  tools: [a, b]\n'],
    ['agent a:\n  tools: [read-file]\n', 'Add quotes'],
    ['agent a:\n  tools: read_file\n', 'Put it in brackets'],
    ['agent a:\n  max_tokens: "5"\n', 'Remove the quotes'],
    [
      'workflow w:\n  budget:\n    max_duration: 30m\n',
      'Add quotes',
      'workflow w:\n  budget:\n    max_duration: "30m"\n',
    ],
    ['vars:\n  x: json = {a: 1}\n', 'Add quotes'],
    ['vars:\n  x: json = {"a" 1}\n', 'Insert `:`'],
    ['agent "x":\n  model: "m"\n', 'Remove the quotes'],
  ],
  E003: [
    ['agent a:\n    model: "m"\n  readonly: true\n', 'Re-indent'],
    [
      'agent a:\n  model: "m"\n     readonly: true\n     publish: p\n',
      'Re-indent',
      'agent a:\n  model: "m"\n  readonly: true\n  publish: p\n',
    ],
    ['agent v:\n\tmodel: "m"\n', 'Re-indent'],
    [
      'agent u:\n  model: "m"\n  agent v:\n    model: "n"\n',
      'Re-indent',
      'agent u:\n  model: "m"\nagent v:\n  model: "n"\n',
    ],
    ['  agent a:\n    model: "m"\n', 'Remove the indentation', 'agent a:\n  model: "m"\n'],
    ['prompt p:\n\ttext\n\tmore\n', 'Indent with spaces', 'prompt p:\n  text\n  more\n'],
  ],
  E004: [
    ['agent a:\n  model: "m\n', 'Insert "', 'agent a:\n  model: "m"\n'],
    ['agent a:\n  tools: [a, b\n  readonly: true\n', 'Insert `]`', 'agent a:\n  tools: [a, b]\n  readonly: true\n'],
    ['workflow w:\n  a -> b with { x: "1"\n  c -> d\n', 'Insert `}`'],
  ],
  E005: [
    ['agent a:\n  model:\u00a0"m"\n', 'Replace it by a space'],
    ['agent a:\n \u00a0model: "m"\n', 'Replace it by a space', 'agent a:\n  model: "m"\n'],
  ],
  E007: [['## strict-escape: on\nagent a:\n  model: "m\\q"\n', 'Double the backslash']],
  E008: [
    ['tool t:\n  command: | echo\n    more\n', 'Move the text down', 'tool t:\n  command: |\n    echo\n    more\n'],
  ],
  E009: [
    [
      '<<<<<<< a\n# x\n=======\n# y\n>>>>>>> z\nworkflow w:\n  entry: a\n',
      'Keep theirs',
      '# y\nworkflow w:\n  entry: a\n',
    ],
  ],
  E010: [['agent a:\n  model: "m"\n  model: "n"\n', 'Remove this one', 'agent a:\n  model: "n"\n']],
  E011: [['agent done:\n  model: "m"\n', 'Rename to done_agent (then connect it)']],
  E012: [['agent a:\n  modl: "m"\n', 'Change to `model`']],
  E013: [['agent a:\nworkflow w:\n  entry: a\n', 'Remove it (then correct what refers to it)']],
  E014: [['vars:\n  a: int\nvars:\n  b: int\n', 'Move the entries into the first', 'vars:\n  a: int\n  b: int\n']],
  E015: [
    ['agent a:\n  readonly: true publish: p\n', 'Put it on its own line', 'agent a:\n  readonly: true\n  publish: p\n'],
  ],
  E020: [['agent a:\n  session: forc\n', 'Change to `fork`']],
  E021: [['vars:\n  a: strin\n', 'Change to `string`']],
  E030: [['workflow w:\n  a -> b when ok when no\n', 'Remove this one', 'workflow w:\n  a -> b when ok\n']],
};

const errors = (text: string): number => parse(text).diagnostics.filter(({ severity }) => severity === 'error').length;
const cases = Object.entries(BROKEN).flatMap(([code, texts]) =>
  texts.map(([text, title, fixed]) => ({ code, text, title, fixed })),
);

test.each(cases)('L-DIAG-02 the fixes of $code in $text', ({ code, text, title, fixed }) => {
  const found = parse(text).diagnostics.filter((diagnostic) => diagnostic.code === code);
  expect(found).not.toEqual([]);
  const fixes = found.flatMap((diagnostic) => diagnostic.fixes ?? []);
  const titles = fixes.map((fix) => fix.title);
  expect(title === undefined ? titles : titles.includes(title)).toEqual(title === undefined ? [] : true);
  for (const fix of fixes) {
    const result = applyEdits(text, fix.edits);
    expect(parse(result).diagnostics.filter((diagnostic) => diagnostic.code === code).length).toBeLessThan(
      found.length,
    );
    expect(errors(result)).toBeLessThanOrEqual(errors(text));
    if (fixed !== undefined && fix.title === title) expect(result).toBe(fixed);
  }
});

test('L-DIAG-01 every code of the parser has a text here', () => {
  const known = Object.keys(BROKEN);
  const parsing = [
    'E001',
    'E002',
    'E003',
    'E004',
    'E005',
    'E007',
    'E008',
    'E009',
    'E010',
    'E011',
    'E012',
    'E013',
    'E014',
    'E015',
    'E020',
    'E021',
    'E030',
  ];
  expect(known).toEqual(parsing);
});
