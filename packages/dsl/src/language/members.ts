// The top-level blocks without a name: vars, presets, attachments (§2.2).
import type { MemberBlockRow } from './table.ts';

export const vars: MemberBlockRow = {
  name: 'vars',
  title: 'Variables',
  help: 'Values a run is started with, each `NAME: TYPE = default`.',
  details:
    'A value comes from the start of the run, else the chosen preset, else a recipe, else the default. Read it as `{{vars.NAME}}`.',
};
export const presets: MemberBlockRow = {
  name: 'presets',
  title: 'Presets',
  help: 'Named sets of variable values to start a run with.',
};
export const attachments: MemberBlockRow = {
  name: 'attachments',
  title: 'Attachments',
  help: 'Files given to a run, each `NAME: file` or `NAME: image`.',
  details: 'Read one as `{{attachments.NAME.path}}`; also `url`, `mime`, `size`, `sha256`.',
  memberProperties: [
    {
      name: 'description',
      value: { kind: 'string' },
      section: 'Basics',
      help: 'Shown when the file is asked for.',
    },
    {
      name: 'accept_mime',
      value: { kind: 'list', of: 'string' },
      default: 'any',
      section: 'Basics',
      help: 'Allowed media types, `type/subtype`; either part may be `*`.',
      diagnostics: ['C052'],
    },
    {
      name: 'required',
      value: { kind: 'bool' },
      default: 'false',
      section: 'Basics',
      help: 'The run does not start without it.',
      diagnostics: ['W008'],
    },
  ],
};
