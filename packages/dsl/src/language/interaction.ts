// Who answers questions: the rows shared by agents, judges, humans and the workflow.
import type { PropertyRow } from './table.ts';

export const interactionWords = ['none', 'human', 'llm', 'llm_or_human'] as const;

export const interactionAbout = {
  none: 'Nobody is asked',
  human: 'The run pauses for a person',
  llm: 'A model answers',
  llm_or_human: 'A model answers, or hands over to a person',
} as const;

export const interaction: PropertyRow = {
  name: 'interaction',
  value: { kind: 'word', words: interactionWords, quotedAllowed: true, about: interactionAbout },
  default: 'none',
  inheritedFrom: 'interaction',
  section: 'Conversation',
  help: 'Who answers when the model asks a question.',
  details:
    '`human` pauses the run for a person, `llm` lets a model answer, `llm_or_human` lets a model answer or hand over to a person. `none` also overrides the workflow.',
};
export const interactionPrompt: PropertyRow = {
  name: 'interaction_prompt',
  value: { kind: 'name', refers: 'prompt' },
  section: 'Conversation',
  help: 'Prompt that guides the model which answers.',
  details: 'Used with `interaction: llm` and `llm_or_human`.',
  relevantWhen: { property: 'interaction', is: ['llm', 'llm_or_human'] },
  diagnostics: ['C003'],
};
export const interactionModel: PropertyRow = {
  name: 'interaction_model',
  value: { kind: 'string', env: true, format: 'model' },
  default: 'the model of the node',
  section: 'Conversation',
  help: 'Model that answers instead of a person.',
  relevantWhen: { property: 'interaction', is: ['llm', 'llm_or_human'] },
};
