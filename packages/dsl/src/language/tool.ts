// Tools run a command or a script (L-DECL-36).
import { sandbox } from './blocks.ts';
import { awaitStrategy, input, output } from './contract.ts';
import type { KindRow } from './table.ts';

export const tool: KindRow = {
  kind: 'tool',
  title: 'Tool',
  help: 'Runs a shell command or a script; no model takes part.',
  details: 'The output comes from its standard output: a JSON object, else `{result: …}`.',
  isNode: true,
  properties: [
    {
      name: 'command',
      value: { kind: 'string', env: true, template: true, format: 'shell' },
      section: 'Basics',
      help: 'Shell command; a single bare word that names a tool calls that tool.',
      details: 'A reference stands for one word, whatever it holds; a list outside quotes for one word per item.',
      diagnostics: ['C004', 'C128', 'C129'],
    },
    {
      name: 'script',
      value: { kind: 'string', template: true, format: 'script' },
      section: 'Basics',
      help: 'Program text, instead of `command`.',
      details: 'A reference stands for a JSON literal.',
      diagnostics: ['C004', 'C128'],
    },
    {
      name: 'language',
      value: {
        kind: 'word',
        words: ['sh', 'bash', 'js', 'python'],
        synonyms: { node: 'js', py: 'python', python3: 'python' },
        otherwise: 'C004',
      },
      default: 'sh',
      section: 'Basics',
      help: 'Interpreter of `script`.',
      diagnostics: ['C004'],
    },
    input,
    output,
    awaitStrategy,
    { ...sandbox, default: "the workflow's" },
  ],
};
