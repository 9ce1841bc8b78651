// The fields a question is answered in (E-RUN-40, E-RUN-44, E-RUN-45), and the answer they make. Pure. A recovery asks what to do, and for
// *skip* an output in the fields of the node's schema; a question of an agent offers its options.
import type { Json, Schema } from '@iterion/dsl';
import type { FormField, Interaction } from '@iterion/protocol';
import type { Draft } from './answers.ts';

/** Where the fields of a given output stand in the draft. */
const outputPrefix = 'output.';

export function fieldsOf(interaction: Interaction, draft: Draft, output: Schema | null): readonly FormField[] {
  // A question without a form is answered in one free text.
  const schema: readonly FormField[] =
    interaction.schema.length > 0 ? interaction.schema : [{ name: 'answer', type: 'string', required: true }];
  if (interaction.kind === 'recovery') {
    const action = schema.filter(({ name }) => name === 'action');
    if (draft['action'] !== 'skip') return action;
    const given = output === null ? [{ name: 'output', type: 'json', required: true }] : output.fields.map(fieldOf);
    return [...action, ...given];
  }
  const options = interaction.choices?.map(({ value }) => value) ?? [];
  if (interaction.kind !== 'question' || options.length === 0 || takesFreeText(interaction)) return schema;
  return schema.map((field) => (field.type === 'string' ? { ...field, enum: options } : field));
}

function fieldOf({ name, type, enum: words, description }: Schema['fields'][number]): FormField {
  return {
    name: `${outputPrefix}${name}`,
    type,
    required: true,
    ...(words === undefined ? {} : { enum: words }),
    ...(description === undefined ? {} : { description }),
  };
}

export function takesFreeText({ questions }: Interaction): boolean {
  const isMap = questions !== null && typeof questions === 'object' && !Array.isArray(questions);
  return isMap && questions['allow_free_text'] === true;
}

/** The answer as the run takes it: the fields of an output together under its name. */
export function answersOf(given: Readonly<Record<string, Json>>): Record<string, Json> {
  const answers: Record<string, Json> = {};
  const output: Record<string, Json> = {};
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith(outputPrefix)) output[name.slice(outputPrefix.length)] = value;
    else answers[name] = value;
  }
  return Object.keys(output).length === 0 ? answers : { ...answers, output };
}

/** How a field is called to people. */
export function labelOf(interaction: Interaction, { name }: FormField): string {
  if (name === 'action' && interaction.kind === 'recovery') return 'What to do';
  if (name === 'ask_user_response' && interaction.kind === 'question') return 'Your answer';
  return name.startsWith(outputPrefix) ? name.slice(outputPrefix.length) : name;
}
