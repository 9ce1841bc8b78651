// Form fields as people see them in a terminal: what may be typed, and an example of it.
import type { FormField } from '@iterion/engine';

export function typeText(field: FormField): string {
  if (field.enum !== undefined)
    return field.type === 'string[]' ? `some of ${field.enum.join(', ')}` : field.enum.join(' | ');
  switch (field.type) {
    case 'string':
      return 'text';
    case 'bool':
      return 'yes | no';
    case 'int':
      return 'whole number';
    case 'float':
      return 'number';
    case 'string[]':
      return 'texts, separated by commas';
    case 'json':
      return 'JSON or text';
    default:
      return field.type satisfies never;
  }
}

/** An example for the command line; quoted where the shell needs it. */
export function exampleAnswer(field: FormField): string {
  const [first] = field.enum ?? [];
  if (first !== undefined) return /^[\w.-]+$/.test(first) ? first : `'${first.replaceAll("'", `'\\''`)}'`;
  switch (field.type) {
    case 'bool':
      return 'yes';
    case 'int':
    case 'float':
      return '1';
    case 'string[]':
      return "'a,b'";
    case 'json':
      return `'{}'`;
    case 'string':
      return "'…'";
    default:
      return field.type satisfies never;
  }
}
