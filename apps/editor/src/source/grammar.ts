// Colours by pattern for the first paint and for text that the language service has not seen yet; semantic tokens refine them.
import { languages } from 'monaco-editor/editor';

export const monarch: languages.IMonarchLanguage = {
  defaultToken: '',
  declarations: [
    'agent',
    'judge',
    'router',
    'join',
    'human',
    'tool',
    'compute',
    'prompt',
    'schema',
    'cursor',
    'mcp_server',
    'workflow',
    'vars',
    'presets',
    'attachments',
  ],
  clauses: ['when', 'not', 'as', 'with', 'true', 'false', 'null'],
  tokenizer: {
    root: [
      [/^(prompt)(\s+)([\w-]+)(\s*:)(.*)$/, ['keyword', '', 'name', '', { token: '', next: '@prompt' }]],
      [
        /^([a-z_]+)(\s+)([A-Za-z_][\w-]*)(?=\s*:)/,
        [{ cases: { '@declarations': 'keyword', '@default': '' } }, '', 'name'],
      ],
      [/#.*$/, 'comment'],
      [/^\s*([A-Za-z_][\w-]*)(?=\s*:)/, { cases: { '$1@declarations': 'keyword', '@default': 'property' } }],
      [/->/, 'operator'],
      [/"/, 'string', '@string'],
      [/`/, 'string', '@raw'],
      [/\{\{/, 'reference', '@reference'],
      [/\$\{[^}]*\}/, 'reference'],
      [/-?\d+(\.\d+)?([eE][+-]?\d+)?/, 'number'],
      [/[A-Za-z_][\w-]*/, { cases: { '@clauses': 'keyword', '@default': '' } }],
    ],
    prompt: [
      [/^(?=\S)/, '', '@pop'],
      [/\{\{/, 'reference', '@reference'],
      [/[^{]+/, 'string'],
      [/\{/, 'string'],
    ],
    string: [
      [/\{\{/, 'reference', '@reference'],
      [/\$\{[^}]*\}/, 'reference'],
      [/\\./, 'string'],
      [/"/, 'string', '@pop'],
      [/$/, 'string', '@pop'],
      [/[^"\\{$]+/, 'string'],
      [/./, 'string'],
    ],
    raw: [
      [/\{\{/, 'reference', '@reference'],
      [/`/, 'string', '@pop'],
      [/[^`{]+/, 'string'],
      [/./, 'string'],
    ],
    reference: [
      [/\}\}/, 'reference', '@pop'],
      [/$/, 'reference', '@pop'],
      [/[^}]+/, 'reference'],
      [/./, 'reference'],
    ],
  },
};

export const languageConfiguration: languages.LanguageConfiguration = {
  comments: { lineComment: { comment: '##' } },
  brackets: [
    ['{', '}'],
    ['[', ']'],
    ['(', ')'],
  ],
  // Braces are coloured by what they belong to, not by how deep they stand.
  colorizedBracketPairs: [],
  autoClosingPairs: [
    { open: '{', close: '}' },
    { open: '[', close: ']' },
    { open: '(', close: ')' },
    { open: '"', close: '"', notIn: ['string', 'comment'] },
  ],
  surroundingPairs: [
    { open: '{', close: '}' },
    { open: '[', close: ']' },
    { open: '(', close: ')' },
    { open: '"', close: '"' },
    { open: '`', close: '`' },
  ],
  onEnterRules: [
    // After `name:` the block begins one level deeper.
    { beforeText: /^\s*[\w-]+(\s+[\w-]+)?\s*:\s*(##.*)?$/, action: { indentAction: languages.IndentAction.Indent } },
  ],
  wordPattern: /[A-Za-z_][\w-]*/,
};
