// Joins wait for parallel branches (L-DECL-32).
import { output, strategyAbout } from './contract.ts';
import type { KindRow } from './table.ts';

export const join: KindRow = {
  kind: 'join',
  title: 'Join',
  help: 'Waits for parallel branches and bundles their outputs.',
  details:
    'The output has one key per required or arriving node, then the `with` entries of the arriving edges, then `_failed_branches`.',
  isNode: true,
  properties: [
    {
      name: 'strategy',
      value: { kind: 'word', words: ['wait_all', 'best_effort'], about: strategyAbout },
      default: 'wait_all',
      section: 'Convergence',
      help: 'What a failed branch means.',
      details: '`wait_all` fails when one branch fails; `best_effort` carries on with the branches that succeeded.',
      diagnostics: ['C118'],
    },
    {
      name: 'require',
      value: { kind: 'list', of: 'name', refers: 'node' },
      default: '[]',
      section: 'Convergence',
      help: 'Nodes that must have produced output.',
      details: 'When one has none, the join fails and names it.',
      diagnostics: ['C015'],
    },
    { ...output, help: "Schema of the bundle's keys.", details: 'It takes no part in the checks of `when`.' },
  ],
};
