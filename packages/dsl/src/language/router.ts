// Routers choose edges (L-DECL-30, L-EDGE-20…24).
import { backend, model, provider, reasoningEffort, system, user } from './model.ts';
import type { KindRow, PropertyRow } from './table.ts';

/** Rows that mean something in mode `llm` only (C023). */
function llmOnly(row: PropertyRow): PropertyRow {
  return { ...row, relevantWhen: { property: 'mode', is: ['llm'] }, diagnostics: [...(row.diagnostics ?? []), 'C023'] };
}

export const router: KindRow = {
  kind: 'router',
  title: 'Router',
  help: 'Sends the run on: along all edges, by condition, in turn, or as a model decides.',
  details:
    'The output is a copy of the input; in mode `llm` also `selected_route` (with `multi` `selected_routes`) and `reasoning`.',
  isNode: true,
  properties: [
    {
      name: 'mode',
      value: {
        kind: 'word',
        words: ['fan_out_all', 'condition', 'round_robin', 'llm'],
        about: {
          fan_out_all: 'A branch for every edge',
          condition: 'The first edge that holds',
          round_robin: 'The edges in turn',
          llm: 'A model chooses',
        },
      },
      default: 'fan_out_all',
      section: 'Basics',
      help: 'How edges are chosen.',
      details:
        '`fan_out_all` starts a branch per edge, `condition` takes the first edge that holds, `round_robin` takes the edges in turn, `llm` asks a model.',
      diagnostics: ['C020', 'C021', 'C022'],
    },
    llmOnly(model),
    llmOnly(backend),
    llmOnly(provider),
    llmOnly(system),
    llmOnly(user),
    llmOnly({
      name: 'multi',
      value: { kind: 'bool' },
      default: 'false',
      section: 'Basics',
      help: 'The model may choose several targets; they become parallel branches.',
    }),
    llmOnly(reasoningEffort),
  ],
};
