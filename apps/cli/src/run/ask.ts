// Asking a person at the terminal (R-HUMAN-13): instructions, what is shown, then field by field with type and enum; an entry that does
// not fit is asked again. End of input leaves the question open.
import { coerceValue, isMap, type FormField, type Json, type JsonMap, type ViewInteraction } from '@iterion/engine';
import { visible } from '@iterion/runtime/text';
import type { Terminal } from '../output/terminal.ts';
import { typeText } from './form.ts';
import { InputLeft, LineReader } from './lineReader.ts';

/** The answers, or why there are none: the input ended, or the person pressed Ctrl-C. */
export type Asked = { readonly answers: JsonMap } | 'ended' | 'interrupted';

export async function ask(terminal: Terminal, interaction: ViewInteraction): Promise<Asked> {
  show(terminal, interaction);
  const reader = new LineReader(terminal);
  try {
    return await fields(reader, terminal, interaction);
  } catch (error) {
    if (error instanceof InputLeft) return error.how;
    throw error;
  } finally {
    reader.close();
  }
}

function show(terminal: Terminal, { node_id, kind, instructions, questions }: ViewInteraction): void {
  terminal.out(
    `\n${terminal.paint('magenta', '?')} ${terminal.paint('bold', visible(node_id))} asks${kind === 'human' ? '' : ` (${kind})`}\n`,
  );
  if (instructions !== undefined && instructions.trim() !== '') terminal.out(`${indented(instructions.trim())}\n`);
  if (isMap(questions)) {
    for (const [key, value] of Object.entries(questions)) {
      if (value === null) continue;
      const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
      const label = key === '_proposal' ? 'proposal of the model' : key;
      terminal.out(
        `  ${terminal.paint('dim', `${visible(label)}:`)}${text.includes('\n') ? `\n${indented(text)}` : ` ${visible(text)}`}\n`,
      );
    }
  }
  terminal.out(terminal.paint('dim', '  (Ctrl-D leaves it open and the run paused)\n'));
}

function indented(text: string): string {
  return visible(text)
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

async function fields(reader: LineReader, terminal: Terminal, interaction: ViewInteraction): Promise<Asked> {
  const { form, min_answers = 0 } = interaction;
  for (;;) {
    const answers: [string, Json][] = [];
    for (const field of form) {
      const value = await oneField(reader, terminal, field);
      if (value !== undefined) answers.push([field.name, value]);
    }
    if (answers.length >= min_answers) return { answers: Object.fromEntries(answers) };
    terminal.out(`  at least ${min_answers} of the fields need an answer\n`);
  }
}

/** The answer to a field; undefined where it is left open. */
async function oneField(reader: LineReader, terminal: Terminal, field: FormField): Promise<Json | undefined> {
  const open = field.required ? '' : ', Enter leaves it open';
  for (;;) {
    const question = `  ${visible(field.name)} ${terminal.paint('dim', `(${visible(typeText(field))}${open})`)}: `;
    const text = await reader.ask(question);
    if (text.trim() === '' && (!field.required || field.type !== 'string')) {
      if (!field.required) return undefined;
      terminal.out(`  ${terminal.paint('yellow', `${visible(field.name)} needs an answer`)}\n`);
      continue;
    }
    const result = coerceValue(text, field, 'person');
    if (result.ok) return result.value;
    for (const { found } of result.violations) {
      terminal.out(
        `  ${terminal.paint('yellow', `that must be ${visible(typeText(field))}, not ${visible(found)}`)}\n`,
      );
    }
  }
}
