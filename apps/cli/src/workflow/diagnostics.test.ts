import { Readable } from 'node:stream';
import { compile, parse } from '@iterion/dsl';
import { expect, test } from 'vitest';
import { terminalOf } from '../output/terminal.ts';
import { diagnosticLine, printDiagnostic } from './diagnostics.ts';

test('L-DIAG-06 one line per diagnostic, its hint on an indented line', () => {
  const lines: string[] = [];
  const stream = { isTTY: false, write: (text: string) => lines.push(text) > 0 };
  const terminal = terminalOf({ stdin: Readable.from([]), stdout: stream, stderr: stream }, {});
  const { diagnostics } = compile(
    parse('agent a:\n  model: "m"\n  user: aks\n\nworkflow w:\n  entry: a\n  a -> done\n'),
  );
  expect(diagnostics.map((each) => diagnosticLine('some dir/a.iter', each))).toEqual([
    'some dir/a.iter:3:9: error [C003]: There is no prompt `aks`.',
  ]);
  for (const each of diagnostics) printDiagnostic(terminal, 'some dir/a.iter', each);
  expect(lines.join('')).toBe(
    'some dir/a.iter:3:9: error [C003]: There is no prompt `aks`.\n  hint: Declare the prompt or correct the name.\n',
  );
});
