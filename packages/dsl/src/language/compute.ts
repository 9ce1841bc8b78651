// Computes evaluate expressions (L-DECL-36).
import { awaitStrategy, input, output } from './contract.ts';
import type { KindRow } from './table.ts';

export const compute: KindRow = {
  kind: 'compute',
  title: 'Compute',
  help: 'Evaluates one expression per output field; no model, no side effect.',
  isNode: true,
  properties: [
    input,
    output,
    awaitStrategy,
    {
      name: 'expr',
      value: { kind: 'members', of: 'expr' },
      required: true,
      section: 'Basics',
      help: 'One line `FIELD: "expression"` per output field.',
      details: 'All are evaluated on the same state. A bare name stands for `input.NAME`.',
      diagnostics: ['C039', 'C040', 'C120'],
    },
  ],
};
