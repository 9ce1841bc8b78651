// Rows on what a model may do: shared by agents, judges and the workflow.
import type { PropertyRow } from './table.ts';

export const toolPolicy: PropertyRow = {
  name: 'tool_policy',
  value: { kind: 'list', of: 'pattern', star: true },
  default: 'all',
  inheritedFrom: 'tool_policy',
  section: 'Tools and limits',
  help: 'Tools that may be called at all: `*`, `ns.*` or exact names.',
  details: "A node's list replaces the workflow's. Tool nodes are named `tool.NODE`.",
};
export const capabilities: PropertyRow = {
  name: 'capabilities',
  value: { kind: 'list', of: 'pattern' },
  default: 'none',
  inheritedFrom: 'capabilities',
  section: 'Tools and limits',
  help: 'What the host grants, such as `board.read`.',
  details: '`board.` with `read`, `create`, `move`, `assign`, `label`, `close`.',
  diagnostics: ['C080', 'C081', 'C082'],
};
