// The kinds whose body is not a list of properties: prompts (text) and schemas (typed fields).
import type { KindRow } from './table.ts';

export const prompt: KindRow = {
  kind: 'prompt',
  title: 'Prompt',
  help: 'Text for a model or a person; `{{namespace.path}}` inserts values.',
  details: 'Everything indented under the header is text; the common indentation is removed.',
  isNode: false,
  properties: [],
  body: 'text',
};
export const schema: KindRow = {
  kind: 'schema',
  title: 'Schema',
  help: 'Names and types of the fields of an object.',
  details:
    'Each line is `NAME: TYPE`, for strings also `[enum: "a", "b"]`. Types are string, bool, int, float, json, string[].',
  isNode: false,
  properties: [],
  body: 'fields',
};
