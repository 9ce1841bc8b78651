// The extension for VS Code, as far as it can be checked without VS Code: what its manifest names exists, its grammar is made of valid
// expressions and knows the language, and what it starts is the language server.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { languageTable } from '@iterion/dsl';
import { expect, test } from 'vitest';

const extension = path.join(import.meta.dirname, '../../../../editors/vscode');
const read = (name: string): string => readFileSync(path.join(extension, name), 'utf8');

interface Manifest {
  readonly main: string;
  readonly dependencies: { readonly [name: string]: string };
  readonly contributes: {
    readonly languages: readonly { id: string; extensions: string[]; configuration: string }[];
    readonly grammars: readonly { language: string; scopeName: string; path: string }[];
    readonly commands: readonly { command: string }[];
    readonly configuration: { readonly properties: { readonly [name: string]: { default: unknown; scope?: string } } };
  };
}
interface Rule {
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly patterns?: readonly Rule[];
}
interface Grammar extends Rule {
  readonly scopeName: string;
  readonly repository: { readonly [name: string]: Rule };
}

const manifest = JSON.parse(read('package.json')) as Manifest;
const grammar = JSON.parse(read('syntaxes/iterion.tmLanguage.json')) as Grammar;

const rulesOf = (rule: Rule): Rule[] => [rule, ...(rule.patterns ?? []).flatMap(rulesOf)];
const rules = [grammar, ...Object.values(grammar.repository)].flatMap(rulesOf);
const declaration = new RegExp(grammar.repository['declaration']?.match ?? '$^', 'mu');
const prompt = new RegExp(grammar.repository['prompt']?.begin ?? '$^', 'mu');

test('E-SRC-05 what the manifest of the extension names is there, for .iter and .bot', () => {
  const { languages, grammars } = manifest.contributes;
  expect(languages.flatMap((language) => language.extensions)).toEqual(['.iter', '.bot']);
  for (const file of [
    manifest.main,
    ...languages.map((each) => each.configuration),
    ...grammars.map((each) => each.path),
  ])
    expect(statSync(path.join(extension, file)).isFile(), file).toBe(true);
  expect(grammars.map(({ language }) => language)).toEqual(languages.map(({ id }) => id));
  expect(grammars[0]?.scopeName).toBe(grammar.scopeName);
  // A workspace that is opened must not choose the program that is started.
  expect(manifest.contributes.configuration.properties['iterion.command']?.scope).toBe('machine');
  const { wordPattern } = JSON.parse(read('language-configuration.json')) as { wordPattern: string };
  expect('über_3'.match(new RegExp(wordPattern, 'u'))?.[0]).toBe('über_3');
});

test('E-SRC-05 every expression of the grammar is valid and every include leads somewhere', () => {
  const expressions = rules
    .flatMap(({ match, begin, end }) => [match, begin, end])
    .filter((each) => each !== undefined);
  expect(expressions.length).toBeGreaterThan(15);
  // An end may refer to a group of its begin.
  for (const each of expressions) expect(() => new RegExp(each.replace(/\\\d/g, '(?:)'), 'mu'), each).not.toThrow();
  for (const { include } of rules)
    if (include !== undefined) expect(grammar.repository).toHaveProperty(include.slice(1));
});

test('E-SRC-05 the grammar knows every keyword of the language', () => {
  for (const kind of Object.keys(languageTable.kinds))
    expect((kind === 'prompt' ? prompt : declaration).exec(`${kind} name:`)?.slice(1, 3), kind).toEqual([kind, 'name']);
  expect(declaration.test('  agent name:')).toBe(false);
});

test('E-SRC-05 the extension starts `iterion lsp` with the command of the settings', async () => {
  const started: { readonly server: unknown; readonly client: unknown }[] = [];
  class LanguageClient {
    constructor(_id: string, _name: string, server: unknown, client: unknown) {
      started.push({ server, client });
    }
    start(): Promise<void> {
      return Promise.resolve();
    }
    isRunning(): boolean {
      return false;
    }
  }
  const registered: string[] = [];
  const settings: { readonly [name: string]: unknown } = { command: ['node', 'iterion.mjs'], strict: true };
  const vscode = {
    workspace: {
      getConfiguration: () => ({ get: (name: string) => settings[name] }),
      onDidChangeConfiguration: () => ({}),
    },
    commands: { registerCommand: (name: string) => registered.push(name) },
    window: {},
  };
  const modules: { readonly [name: string]: unknown } = {
    vscode,
    'vscode-languageclient/node': { LanguageClient, TransportKind: { stdio: 0 } },
  };
  const exports: { activate?: (context: object) => Promise<void> } = {};
  // oxlint-disable-next-line typescript/no-implied-eval -- VS Code loads it as a CommonJS module, too
  const load = new Function('require', 'exports', read(manifest.main)) as (
    require: (name: string) => unknown,
    exports: object,
  ) => void;
  load((name) => modules[name], exports);
  await exports.activate?.({ subscriptions: [] });
  expect(started).toEqual([
    {
      server: { command: 'node', args: ['iterion.mjs', 'lsp'], transport: 0 },
      client: { documentSelector: [{ language: 'iterion' }], initializationOptions: { strict: true } },
    },
  ]);
  expect(registered).toEqual(manifest.contributes.commands.map(({ command }) => command));
  expect(Object.keys(manifest.dependencies)).toEqual(['vscode-languageclient']);
});
