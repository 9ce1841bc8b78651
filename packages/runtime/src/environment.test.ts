import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { RuntimeError } from './errors.ts';
import { loadEnvironment, parseDotEnv } from './environment.ts';

test('R-CLI-06 lines, export, quotes and comments of a .env file', () => {
  const { values, warnings } = parseDotEnv(
    [
      '\uFEFF# head',
      'A=1',
      'export B = two words  ',
      'C="x\\ny # z" # note',
      "D='$HOME \\n'",
      'E=a#b #c',
      'F=',
      'G="say \\"hi\\""',
      'not a line',
      '  # indented',
      'H=#all comment',
    ].join('\r\n'),
  );
  expect(values).toEqual({
    A: '1',
    B: 'two words',
    C: 'x\ny # z',
    D: '$HOME \\n',
    E: 'a#b',
    F: '',
    G: 'say "hi"',
    H: '',
  });
  expect(warnings).toEqual(['.env:9: not a line of the form NAME=value; ignored']);
});

test('S-133 names that redirect programs are ignored with a warning', () => {
  const names = [
    'ANTHROPIC_BASE_URL',
    'X_ENDPOINT',
    'HTTPS_PROXY',
    'https_proxy',
    'PATH',
    'HOME',
    'SHELL',
    'ENV',
    'BASH_ENV',
    'LD_PRELOAD',
    'DYLD_X',
    'NODE_OPTIONS',
    'PYTHONPATH',
    'GIT_SSH',
    'ITERION_SECRETS',
  ];
  const { values, warnings } = parseDotEnv(names.map((name) => `${name}=x`).join('\n'));
  expect(values).toEqual({});
  expect(warnings).toHaveLength(names.length);
  expect(warnings[0]).toContain('ANTHROPIC_BASE_URL');
});

test('R-CLI-06 the real environment wins; a named file must exist; false reads none', () => {
  const cwd = mkdtempSync(path.join(tmpdir(), 'iterion-env-'));
  writeFileSync(path.join(cwd, '.env'), 'A=file\nB=file\n');
  expect(loadEnvironment({ cwd, real: { A: 'real' } }).env).toEqual({ A: 'real', B: 'file' });
  expect(loadEnvironment({ cwd, real: { A: 'real' }, envFile: false }).env).toEqual({ A: 'real' });
  expect(loadEnvironment({ cwd: path.join(cwd, 'elsewhere'), real: {} }).env).toEqual({});
  expect(() => loadEnvironment({ cwd, real: {}, envFile: 'absent.env' })).toThrow(RuntimeError);
});
