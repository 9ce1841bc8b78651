// Cursors: settings that become fragments of system prompts (L-DECL-40).
import type { KindRow } from './table.ts';

export const cursor: KindRow = {
  kind: 'cursor',
  title: 'Cursor',
  help: 'A dial whose setting selects a fragment of the system prompt.',
  details: 'It has a description and exactly one of `values` and `bands`.',
  isNode: false,
  properties: [
    {
      name: 'description',
      value: { kind: 'string' },
      required: true,
      section: 'Basics',
      help: 'What the dial means.',
      diagnostics: ['C085'],
    },
    {
      name: 'values',
      value: { kind: 'members', of: 'values' },
      section: 'Basics',
      help: 'Named settings in order, each `NAME: "fragment"`.',
      details: 'A number v selects the entry floor(v·n) of n values.',
      diagnostics: ['C085'],
    },
    {
      name: 'bands',
      value: { kind: 'members', of: 'bands' },
      section: 'Basics',
      help: 'Ranges of numbers, each `"lo..hi": "fragment"`.',
      details: '0 ≤ lo ≤ hi ≤ 1; bands share no point.',
      diagnostics: ['C085'],
    },
  ],
};
