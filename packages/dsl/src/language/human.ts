// Humans ask a person, or let a model answer (L-DECL-34).
import { awaitStrategy, input, output, publish } from './contract.ts';
import { interaction, interactionAbout, interactionModel, interactionPrompt, interactionWords } from './interaction.ts';
import { model, system } from './model.ts';
import type { KindRow, PropertyRow } from './table.ts';

const whenModelAnswers: Pick<PropertyRow, 'relevantWhen'> = {
  relevantWhen: { property: 'interaction', is: ['llm', 'llm_or_human'] },
};

export const human: KindRow = {
  kind: 'human',
  title: 'Human',
  help: 'Pauses the run and asks a person; a model may answer instead.',
  details: 'The output is the answers; the output schema is the form.',
  isNode: true,
  properties: [
    input,
    { ...output, help: 'Schema of the answers: the form that is shown.' },
    publish,
    {
      ...interaction,
      synonyms: ['mode'],
      value: {
        kind: 'word',
        words: interactionWords,
        quotedAllowed: true,
        about: { ...interactionAbout, none: interactionAbout.human },
        synonyms: { pause_until_answers: 'human', auto_answer: 'llm', auto_or_pause: 'llm_or_human' },
      },
      default: 'human',
      help: 'Who answers.',
      details:
        '`human` and `none` pause for a person, `llm` lets a model answer, `llm_or_human` lets a model answer or hand over. Earlier: `mode` with `pause_until_answers`, `auto_answer`, `auto_or_pause`.',
      diagnostics: ['C018', 'C101'],
    },
    interactionPrompt,
    interactionModel,
    {
      name: 'instructions',
      value: { kind: 'name', refers: 'prompt' },
      section: 'Prompts',
      help: 'Prompt that is shown to the person.',
      diagnostics: ['C003'],
    },
    {
      name: 'min_answers',
      value: { kind: 'int', min: 0, unit: 'answers' },
      default: '0',
      section: 'Data',
      help: 'How many fields must be answered.',
      diagnostics: ['C121'],
    },
    { ...model, ...whenModelAnswers, help: 'Model that answers.' },
    { ...system, ...whenModelAnswers, help: 'System message of the model that answers.' },
    awaitStrategy,
  ],
};
