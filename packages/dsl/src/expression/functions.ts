// The functions of the expression language (§4.4): names and numbers of arguments. The engine gives them meaning; parser, completion
// and signature help read this table.

export interface FunctionRow {
  readonly name: string;
  readonly parameters: readonly string[];
  /** Whether the last parameter may be given any number of times (at least once). */
  readonly variadic?: boolean;
  readonly help: string;
}

export const FUNCTIONS: readonly FunctionRow[] = [
  { name: 'length', parameters: ['x'], help: 'Items of a list or map, code points of a string, 0 for null.' },
  {
    name: 'concat',
    parameters: ['list'],
    variadic: true,
    help: 'The lists joined into one; null arguments are skipped.',
  },
  {
    name: 'unique',
    parameters: ['list'],
    help: 'First occurrences, compared by their text; null gives an empty list.',
  },
  {
    name: 'contains',
    parameters: ['list', 'value'],
    help: 'Whether an item has the same text as the value; null gives false.',
  },
  { name: 'join', parameters: ['list', 'separator'], help: 'The items as text with the separator between them.' },
  {
    name: 'if',
    parameters: ['condition', 'then', 'else'],
    help: '`then` when the condition is truthy, else `else`; only that one is evaluated.',
  },
];

const byName: ReadonlyMap<string, FunctionRow> = new Map(FUNCTIONS.map((row) => [row.name, row]));

export function functionNamed(name: string): FunctionRow | undefined {
  return byName.get(name);
}
