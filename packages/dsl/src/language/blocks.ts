// Nested blocks that nodes and the workflow share: mcp, compaction, memory, sandbox; each in the order of the specification.
import type { PropertyRow } from './table.ts';

export const mcp: PropertyRow = {
  name: 'mcp',
  section: 'Tools and limits',
  default: "the workflow's servers",
  help: 'Which MCP servers are active here.',
  details:
    "A workflow starts from the project catalogue, a node from the workflow's servers; `servers` adds, `disable` removes.",
  value: {
    kind: 'block',
    properties: [
      {
        name: 'autoload_project',
        value: { kind: 'bool' },
        default: 'true',
        section: 'Tools and limits',
        help: "Start from the servers of the project's catalogue (workflow).",
      },
      {
        name: 'inherit',
        value: { kind: 'bool' },
        default: 'true',
        section: 'Tools and limits',
        help: "Start from the workflow's servers (nodes).",
      },
      {
        name: 'servers',
        value: { kind: 'list', of: 'name', refers: 'mcp_server' },
        default: '[]',
        section: 'Tools and limits',
        help: 'Servers to add.',
        diagnostics: ['C122', 'W005'],
      },
      {
        name: 'disable',
        value: { kind: 'list', of: 'name', refers: 'mcp_server' },
        default: '[]',
        section: 'Tools and limits',
        help: 'Servers to remove.',
        diagnostics: ['C122', 'W005'],
      },
    ],
  },
};

export const compaction: PropertyRow = {
  name: 'compaction',
  section: 'Conversation',
  default: '0.85 / 4',
  inheritedFrom: 'compaction',
  help: 'When and how a long conversation is shortened.',
  value: {
    kind: 'block',
    properties: [
      {
        name: 'threshold',
        value: { kind: 'number', min: 0, max: 1, otherwise: 'C043' },
        default: '0.85',
        section: 'Conversation',
        help: 'Share of the context window that starts it, above 0 and at most 1; 0 inherits.',
        diagnostics: ['C043'],
      },
      {
        name: 'preserve_recent',
        value: { kind: 'int', min: 0, unit: 'messages', otherwise: 'C043' },
        default: '4',
        section: 'Conversation',
        help: 'Messages at the end that stay as they are, at least 1; 0 inherits.',
        diagnostics: ['C043'],
      },
    ],
  },
};

export const memory: PropertyRow = {
  name: 'memory',
  section: 'Conversation',
  default: 'off',
  help: 'Notes that outlive the run (backend `claw`).',
  diagnostics: ['C047', 'C048'],
  value: {
    kind: 'block',
    properties: [
      {
        name: 'enabled',
        value: { kind: 'bool' },
        default: 'true',
        section: 'Conversation',
        help: 'Whether the memory is used.',
      },
      {
        name: 'scope',
        value: { kind: 'string' },
        required: true,
        section: 'Conversation',
        help: 'Name under which the notes are kept.',
        diagnostics: ['C048'],
      },
      {
        name: 'autoload',
        value: { kind: 'list', of: 'string' },
        default: '[]',
        section: 'Conversation',
        help: 'Notes that are given to the model at the start.',
      },
      {
        name: 'read',
        value: { kind: 'bool' },
        default: 'true',
        section: 'Conversation',
        help: 'The model may read notes.',
      },
      {
        name: 'write',
        value: { kind: 'bool' },
        default: 'true',
        section: 'Conversation',
        help: 'The model may write notes.',
      },
      {
        name: 'pre_compact_inject',
        value: { kind: 'bool' },
        default: 'false',
        section: 'Conversation',
        help: 'Remind the model to take notes before the conversation is shortened.',
      },
    ],
  },
};

const networkRows: readonly PropertyRow[] = [
  {
    name: 'mode',
    value: { kind: 'word', words: ['allowlist', 'denylist', 'open'], otherwise: 'C044' },
    section: 'Environment',
    help: 'Whether the rules allow or forbid hosts.',
    diagnostics: ['C044'],
  },
  {
    name: 'preset',
    value: { kind: 'string', wordAllowed: true },
    section: 'Environment',
    help: 'A named set of rules to start from.',
  },
  {
    name: 'inherit',
    value: { kind: 'word', words: ['merge', 'replace', 'append'], otherwise: 'C044' },
    section: 'Environment',
    help: "How the rules combine with the workflow's.",
    diagnostics: ['C044'],
  },
  {
    name: 'rules',
    value: { kind: 'list', of: 'host', commasOptional: true },
    default: '[]',
    section: 'Environment',
    help: 'Host names, bare or quoted.',
  },
];

const buildRows: readonly PropertyRow[] = [
  { name: 'dockerfile', value: { kind: 'string' }, section: 'Environment', help: 'Path of the Dockerfile.' },
  { name: 'context', value: { kind: 'string' }, section: 'Environment', help: 'Directory the image is built from.' },
  { name: 'args', value: { kind: 'map' }, default: '{}', section: 'Environment', help: 'Build arguments.' },
];

export const sandbox: PropertyRow = {
  name: 'sandbox',
  section: 'Environment',
  default: 'none',
  inheritedFrom: 'sandbox',
  help: 'The container the work happens in.',
  details: '`sandbox: auto`, `none` or `inline`, or a block. `inline` takes exactly one of `image` and `build`.',
  diagnostics: ['C044', 'C060', 'C082'],
  value: {
    kind: 'block',
    short: ['auto', 'none', 'inline'],
    otherwise: 'C044',
    properties: [
      {
        name: 'mode',
        value: { kind: 'word', words: ['auto', 'none', 'inline'], otherwise: 'C044' },
        default: 'inline',
        section: 'Environment',
        help: 'Take the machine’s container, none, or the one described here.',
        diagnostics: ['C044'],
      },
      {
        name: 'image',
        value: { kind: 'string' },
        section: 'Environment',
        help: 'Container image.',
        relevantWhen: { property: 'mode', is: ['inline'] },
        diagnostics: ['C044', 'C060'],
      },
      { name: 'user', value: { kind: 'string' }, section: 'Environment', help: 'User inside the container.' },
      {
        name: 'workspace_folder',
        value: { kind: 'string' },
        section: 'Environment',
        help: 'Where the workspace is mounted.',
      },
      {
        name: 'post_create',
        value: { kind: 'string', format: 'shell' },
        section: 'Environment',
        help: 'Shell command run once after the container was made.',
      },
      {
        name: 'host_state',
        value: { kind: 'word', words: ['auto', 'none'], otherwise: 'C044' },
        section: 'Environment',
        help: 'Whether settings of the host are shared.',
        diagnostics: ['C044'],
      },
      { name: 'env', value: { kind: 'map' }, default: '{}', section: 'Environment', help: 'Environment variables.' },
      {
        name: 'mounts',
        value: { kind: 'list', of: 'string', commasOptional: true },
        default: '[]',
        section: 'Environment',
        help: 'Further directories, `"host:container"`.',
      },
      {
        name: 'network',
        value: { kind: 'block', properties: networkRows },
        section: 'Environment',
        help: 'Which hosts can be reached.',
      },
      {
        name: 'build',
        value: { kind: 'block', properties: buildRows },
        section: 'Environment',
        help: 'Build the image from a Dockerfile.',
        relevantWhen: { property: 'mode', is: ['inline'] },
        diagnostics: ['C044'],
      },
    ],
  },
};
