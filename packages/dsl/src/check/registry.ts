// The one registry of diagnostic codes (§7): severity, wording, hint and documentation of each, with an example that is reported
// and the same mended. Compiler, checks, hosts, `iterion explain` and the reference read it. For its own codes (E) the parser words
// message and hint by what it found; the rows here say what the code means.
import { branchCodes } from './codes/branches.ts';
import { environmentCodes } from './codes/environment.ts';
import { nameCodes } from './codes/names.ts';
import { parsingCodes } from './codes/parsing.ts';
import { propertyCodes } from './codes/properties.ts';
import { referenceCodes } from './codes/references.ts';
import { routingCodes } from './codes/routing.ts';
import type { CodeRow, EnvironmentRow } from './codes/row.ts';

export type { CodeRow, EnvironmentRow } from './codes/row.ts';

const languageCodes = {
  ...parsingCodes,
  ...nameCodes,
  ...routingCodes,
  ...branchCodes,
  ...referenceCodes,
  ...propertyCodes,
};

/** A code that parser, compiler or checks report. */
export type Code = keyof typeof languageCodes;
export type EnvironmentCode = keyof typeof environmentCodes;

/** All codes in order. */
export const CODES: ReadonlyMap<Code, CodeRow> = new Map(
  (Object.entries(languageCodes) as [Code, CodeRow][]).sort(([a], [b]) => (a < b ? -1 : 1)),
);
export const ENVIRONMENT_CODES: ReadonlyMap<EnvironmentCode, EnvironmentRow> = new Map(
  Object.entries(environmentCodes) as [EnvironmentCode, EnvironmentRow][],
);

export function codeRow(code: Code): CodeRow {
  return languageCodes[code];
}

/** The message of a code with its placeholders filled; `form` chooses among several. */
export function messageOf(
  row: Pick<CodeRow, 'message'>,
  form: string | undefined,
  values: { readonly [placeholder: string]: string | number },
): string {
  const text = typeof row.message === 'string' ? row.message : (row.message[form ?? 'default'] ?? '');
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
