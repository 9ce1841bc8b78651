// Agents and judges: two kinds with the same properties (L-DECL-28).
import { compaction, mcp, memory, sandbox } from './blocks.ts';
import { awaitStrategy, input, output, publish } from './contract.ts';
import { interaction, interactionModel, interactionPrompt } from './interaction.ts';
import { backend, model, provider, reasoningEffort, system, user } from './model.ts';
import type { KindRow, PropertyRow } from './table.ts';
import { capabilities, toolPolicy } from './tools.ts';

const properties: readonly PropertyRow[] = [
  model,
  backend,
  provider,
  input,
  output,
  publish,
  system,
  user,
  {
    name: 'session',
    value: {
      kind: 'word',
      words: ['fresh', 'inherit', 'inherit_if_available', 'fork', 'artifacts_only'],
      about: {
        fresh: 'A new conversation',
        inherit: 'Continues the last conversation of this branch',
        inherit_if_available: 'Continues the last one when there is one, else a new one',
        fork: 'Continues a copy of the last conversation',
        artifacts_only: 'A new conversation that is given the published artifacts',
      },
    },
    default: 'fresh',
    section: 'Conversation',
    help: 'Which conversation the node continues.',
    details:
      '`inherit` continues the last one of this branch, `fork` a copy of it; `inherit_if_available` does so silently only when there is one; `artifacts_only` starts fresh with the published artifacts.',
    diagnostics: ['C009', 'C119'],
  },
  {
    name: 'tools',
    value: { kind: 'list', of: 'pattern' },
    default: 'none',
    section: 'Tools and limits',
    help: 'Tools the model may use.',
    details: 'Tools of MCP servers are `mcp.SERVER.TOOL` or `mcp.SERVER.*`; names with other characters are quoted.',
  },
  toolPolicy,
  capabilities,
  {
    name: 'tool_max_steps',
    value: { kind: 'int', min: 0, unit: 'steps' },
    default: '0 (backend default)',
    section: 'Tools and limits',
    help: 'Tool rounds per execution.',
  },
  {
    name: 'max_tokens',
    value: { kind: 'int', min: 0, unit: 'tokens' },
    default: '0 (backend default)',
    section: 'Tools and limits',
    help: 'Output tokens per call.',
    diagnostics: ['C037'],
  },
  reasoningEffort,
  {
    name: 'readonly',
    value: { kind: 'bool' },
    default: 'false',
    section: 'Tools and limits',
    help: 'Withhold the tools that write.',
    details:
      'Command line backends start in their read-only mode. Readers in parallel branches do not wait for each other.',
    diagnostics: ['C110'],
  },
  interaction,
  interactionPrompt,
  interactionModel,
  awaitStrategy,
  mcp,
  compaction,
  memory,
  { ...sandbox, default: "the workflow's" },
  {
    name: 'cursors',
    value: {
      kind: 'members',
      of: 'cursors',
      properties: [
        {
          name: 'enabled',
          value: { kind: 'bool' },
          default: 'true',
          section: 'Prompts',
          help: 'Whether the fragments are appended.',
        },
      ],
    },
    default: 'none',
    section: 'Prompts',
    help: 'Settings of declared cursors, each `CURSOR: value`.',
    details: 'A value is a word, number, string or `${VAR}`; the fragment it selects is appended to the system prompt.',
    diagnostics: ['C083', 'C084'],
  },
];

export const agent: KindRow = {
  kind: 'agent',
  title: 'Agent',
  help: 'A model that works, with tools if it is given some.',
  details: 'The output conforms to the output schema; without one it is `{text: …}`.',
  isNode: true,
  properties,
};
export const judge: KindRow = {
  kind: 'judge',
  title: 'Judge',
  help: 'A model that evaluates; otherwise the same as an agent.',
  details: 'The output conforms to the output schema; without one it is `{text: …}`.',
  isNode: true,
  properties,
};
