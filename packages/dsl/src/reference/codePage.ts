// One page of help per diagnostic code (E-DIAG-08): what it means, what to do, a file that is reported and the same file mended.
import { CODES, ENVIRONMENT_CODES, type CodeRow, type EnvironmentRow } from '../check/registry.ts';
import { GENERATED } from './languagePage.ts';

type Row = CodeRow | EnvironmentRow;

/** All codes of the language and of the environment pass, in order. */
export function allCodes(): ReadonlyMap<string, Row> {
  return new Map<string, Row>([...CODES, ...ENVIRONMENT_CODES]);
}

export function codePage(code: string, row: Row): string {
  const { message } = row;
  const messages = typeof message === 'string' ? [message] : Object.values(message);
  return `${[
    GENERATED,
    '',
    `# ${code}: ${row.title}`,
    '',
    `${severityOf(row)}${'pass' in row ? ' It is reported where there is an environment: `iterion validate --env`, the start of a run, the editor with a server.' : ''}`,
    '',
    ...messages.map((each) => `> ${each.replaceAll('\n', '\n> ')}\n`),
    row.docs,
    '',
    `**What to do:** ${row.hint}`,
    ...('failing' in row
      ? ['', 'Reported:', '', ...fenced(row.failing), '', 'Mended:', '', ...fenced(row.mended)]
      : []),
  ].join('\n')}\n`;
}

/** The list of all codes. */
export function codeIndex(): string {
  return `${[
    GENERATED,
    '',
    '# Diagnostics',
    '',
    'What `iterion validate` and the editor report. E: the text cannot be read. C: what it says does not hold together. W: the environment lacks something.',
    '',
    '| code | severity | reported when |',
    '|---|---|---|',
    ...[...allCodes()].map(
      ([code, row]) =>
        `| [${code}](${code}.md) | ${row.severity}${row.strict === true ? ' †' : ''} | ${row.title.replaceAll('|', '\\|')} |`,
    ),
    '',
    '† an error with `--strict`.',
  ].join('\n')}\n`;
}

function severityOf({ severity, strict }: Row): string {
  const word = severity === 'error' ? 'An error' : severity === 'warning' ? 'A warning' : 'A note';
  return `${word}${strict === true ? '; with `--strict` an error' : ''}.`;
}

/** A fence longer than any that the text holds. */
function fenced(text: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}iter`, text.replace(/\r?\n$/, ''), fence];
}
