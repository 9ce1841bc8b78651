import { applyEdits, compile } from '@iterion/dsl';
import { describe, expect, test } from 'vitest';
import { parseText } from '../../document/language.ts';
import { declaredIn, moveVariable } from './moveVariable.ts';

const file = `vars:
  ## What it is about.
  ## Two lines.
  topic: string = "cats"  ## behind
  other: int = 3

agent a:
  model: "m/x"

workflow w:
  entry: a

  a -> done
`;
const move = (
  text: string,
  name: string,
  from: 'file' | 'workflow',
  type: 'string' | 'int' = 'string',
  value?: string,
) => {
  const result = moveVariable(parseText(text), { name, from, type, default: value });
  if (!result.ok) throw new Error(result.reason);
  return applyEdits(text, result.edits);
};

describe.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
])('E-INSP-20 moving a variable (%s)', (_name, eol) => {
  const text = file.replaceAll('\n', eol);
  test('takes its comments along, and back again restores the file but for its place', () => {
    const there = move(text, 'topic', 'file', 'string', 'cats');
    expect(there).toBe(
      file
        .replace('  ## What it is about.\n  ## Two lines.\n  topic: string = "cats"  ## behind\n', '')
        .replace(
          'workflow w:\n',
          'workflow w:\n  vars:\n    ## What it is about.\n    ## Two lines.\n    topic: string = "cats"  ## behind\n',
        )
        .replaceAll('\n', eol),
    );
    expect([...declaredIn(parseText(there), 'topic').keys()]).toEqual(['workflow']);
    const back = move(there, 'topic', 'workflow', 'string', 'cats');
    expect(back.split(eol).toSorted()).toEqual(text.split(eol).toSorted());
    const codes = (of: string) => compile(parseText(of)).diagnostics.map(({ code }) => code);
    expect(codes(back)).toEqual(codes(text));
  });
  test('the last of its block leaves the block, and comes back into it', () => {
    const one = `vars:\n  n: int\n\n${file.slice(file.indexOf('agent'))}`.replaceAll('\n', eol);
    const there = move(one, 'n', 'file', 'int');
    expect(there).toContain(`  vars:${eol}    n: int${eol}`);
    const back = move(there, 'n', 'workflow', 'int');
    expect(back).toContain(`vars:${eol}  n: int${eol}`);
    expect(compile(parseText(back)).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
