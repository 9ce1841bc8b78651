// Rows that choose and drive a model; agents, judges, routers and humans share them.
import type { PropertyRow } from './table.ts';

export const model: PropertyRow = {
  name: 'model',
  value: { kind: 'string', env: true, template: true, format: 'model' },
  default: 'machine default',
  section: 'Basics',
  help: 'Model id, for example `"provider/name"`.',
  details:
    'May hold environment references and templates of `vars` and `run`. Something must name a model or a backend.',
  diagnostics: ['C018', 'C126', 'W002'],
};
export const backend: PropertyRow = {
  name: 'backend',
  synonyms: ['delegate'],
  value: { kind: 'string', env: true, format: 'backend' },
  default: 'claw',
  inheritedFrom: 'default_backend',
  section: 'Basics',
  help: 'What executes the node: `claw`, `claude_code`, `codex`, `simulate`.',
  details:
    '`claw` works in process; `claude_code` and `codex` start their command line programs. `delegate` is the earlier name.',
  diagnostics: ['C018', 'C030', 'C101', 'W003'],
};
export const provider: PropertyRow = {
  name: 'provider',
  value: { kind: 'string', env: true, format: 'provider' },
  default: 'from the model',
  section: 'Basics',
  help: 'Hint that chooses the credentials.',
  diagnostics: ['W004'],
};
export const system: PropertyRow = {
  name: 'system',
  value: { kind: 'name', refers: 'prompt' },
  section: 'Prompts',
  help: 'Prompt that becomes the system message.',
  diagnostics: ['C003'],
};
export const user: PropertyRow = {
  name: 'user',
  value: { kind: 'name', refers: 'prompt' },
  default: 'the input as JSON',
  section: 'Prompts',
  help: 'Prompt that becomes the user message.',
  details: 'Without it the user message is the JSON of the input, and empty when there is none.',
  diagnostics: ['C003'],
};
export const reasoningEffort: PropertyRow = {
  name: 'reasoning_effort',
  value: {
    kind: 'word',
    words: ['low', 'medium', 'high', 'xhigh', 'max'],
    orEnv: true,
    synonyms: { extra_high: 'xhigh' },
  },
  default: 'backend default',
  section: 'Basics',
  help: 'How much the model thinks before it answers.',
  details:
    'A string with `${NAME}` is checked at the start of the run. A `with` key `_reasoning_effort` overrides it for one execution.',
  diagnostics: ['C027'],
};
