// The workflow's items (L-WF-02) and its budget (L-WF-05).
import { compaction, mcp, sandbox } from './blocks.ts';
import { interaction } from './interaction.ts';
import type { KindRow, PropertyRow } from './table.ts';
import { capabilities, toolPolicy } from './tools.ts';

/** A row as the workflow has it: it inherits from nowhere. */
function own(row: PropertyRow, changes: Partial<PropertyRow>): PropertyRow {
  const { inheritedFrom: _, ...rest } = row;
  return { ...rest, ...changes };
}

const budgetRows: readonly PropertyRow[] = [
  {
    name: 'max_parallel_branches',
    value: { kind: 'int', min: 0, unit: 'branches', otherwise: 'C046' },
    default: 'no limit',
    section: 'Tools and limits',
    help: 'Branches running at once.',
    diagnostics: ['C046'],
  },
  {
    name: 'max_duration',
    value: { kind: 'string', format: 'duration' },
    default: 'no limit',
    section: 'Tools and limits',
    help: 'Active time of the run, for example `"1h30m"`.',
    diagnostics: ['C100'],
  },
  {
    name: 'max_cost_usd',
    value: { kind: 'number', min: 0, unit: 'USD', otherwise: 'C046' },
    default: 'no limit',
    section: 'Tools and limits',
    help: 'Cost in US dollars.',
    diagnostics: ['C046', 'W006'],
  },
  {
    name: 'max_tokens',
    value: { kind: 'int', min: 0, unit: 'tokens', otherwise: 'C046' },
    default: 'no limit',
    section: 'Tools and limits',
    help: 'Input plus output tokens.',
    diagnostics: ['C037', 'C046'],
  },
  {
    name: 'max_iterations',
    value: { kind: 'int', min: 0, unit: 'executions', otherwise: 'C046' },
    default: 'no limit',
    section: 'Tools and limits',
    help: 'Executions of nodes.',
    diagnostics: ['C046'],
  },
];

export const workflow: KindRow = {
  kind: 'workflow',
  title: 'Workflow',
  help: 'The graph: where a run starts and which edges it may take.',
  details: 'Items are `name: value`, edges `SOURCE -> TARGET` with `when`, `as` and `with`. A file has exactly one.',
  isNode: false,
  body: 'workflow',
  properties: [
    {
      name: 'vars',
      value: { kind: 'members', of: 'vars' },
      section: 'Data',
      help: 'Variables of the run, each `NAME: TYPE = default`.',
      details: 'An entry replaces the whole top-level entry of the same name.',
      diagnostics: ['C033', 'C102', 'C103'],
    },
    {
      name: 'attachments',
      value: { kind: 'members', of: 'attachments' },
      section: 'Data',
      help: 'Files given to the run, each `NAME: file` or `NAME: image`.',
      diagnostics: ['C050', 'C051'],
    },
    {
      name: 'entry',
      value: { kind: 'name', refers: 'node' },
      required: true,
      section: 'Basics',
      help: 'The first node.',
      diagnostics: ['C008'],
    },
    {
      name: 'budget',
      value: { kind: 'block', properties: budgetRows },
      default: 'no limits',
      section: 'Tools and limits',
      help: 'Limits of the whole run, shared by all branches and attempts.',
    },
    own(mcp, { default: 'the project catalogue' }),
    {
      name: 'default_backend',
      value: { kind: 'string', env: true, format: 'backend' },
      default: 'machine default, claw',
      section: 'Basics',
      help: 'Backend of nodes that name none.',
      diagnostics: ['C018', 'C030'],
    },
    own(interaction, { help: 'Who answers questions, for agents, judges and humans that do not say.' }),
    own(toolPolicy, {}),
    own(capabilities, {}),
    {
      name: 'worktree',
      value: {
        kind: 'word',
        words: ['auto', 'none'],
        about: { auto: 'A fresh git worktree for each run', none: 'In the working directory itself' },
      },
      default: 'none',
      section: 'Environment',
      help: 'Where the run works; `auto` makes a fresh git worktree.',
      diagnostics: ['W009'],
    },
    {
      name: 'workspace_safety',
      value: {
        kind: 'word',
        words: ['serialize', 'refuse'],
        about: { serialize: 'Writers take turns', refuse: 'The file is refused' },
      },
      default: 'serialize',
      section: 'Environment',
      help: 'What happens to writers in parallel branches: one after the other, or refused.',
      diagnostics: ['C110'],
    },
    own(sandbox, {}),
    own(compaction, {}),
  ],
};
