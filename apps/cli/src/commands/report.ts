// `report --run-id R` (R-CLI-20): a run as Markdown, JSON, CSV or HTML; the Markdown stays with the run as report.md.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Json } from '@iterion/dsl';
import type { Store } from '@iterion/runtime';
import { visible } from '@iterion/runtime/text';
import { oneOf } from '../args/oneOf.ts';
import type { Command, CommandResult, Invocation } from '../args/spec.ts';
import { Failure } from '../failure.ts';
import { STORE_OPTION } from '../run/options.ts';

export const report: Command = {
  name: 'report',
  summary: 'write the report of a run',
  operands: '[RUN]',
  most: 1,
  options: [
    { name: 'run-id', value: 'RUN', summary: 'an id, the beginning of one, or last' },
    { name: 'output', value: 'FILE', summary: 'write to this file instead of the terminal' },
    { name: 'format', value: 'FORMAT', summary: 'md (default), json, csv or html' },
    STORE_OPTION,
  ],
  examples: ['iterion report --run-id last --output report.md'],
  run: (invocation) => writeReport(invocation),
};

async function writeReport(invocation: Invocation): Promise<CommandResult> {
  const { args, terminal, json, cwd } = invocation;
  const { storeOf } = await import('../run/settings.ts');
  const { runIdOf } = await import('../run/findRun.ts');
  const { reportCsv, reportHtml, reportJson, reportMarkdown, reportOf } = await import('@iterion/runtime');
  const { store } = storeOf(invocation);
  const runId = runIdOf(store, args);
  const format = oneOf('format', args.value('format') ?? 'md', ['md', 'json', 'csv', 'html']);
  const { events, corrupt } = store.events(runId);
  if (events.length === 0)
    throw new Failure('STORE_CORRUPT', `run ${runId} cannot be reported: its log has no event that can be read`);
  const made = reportOf(events);
  const markdown = reportMarkdown(made);
  const text = {
    md: () => markdown,
    json: () => `${JSON.stringify(reportJson(made), null, 2)}\n`,
    csv: () => reportCsv(made),
    html: () => reportHtml(made),
  }[format]();
  keep(invocation, store, runId, markdown);
  const output = args.value('output');
  if (output !== undefined) {
    writeFileSync(path.resolve(cwd, output), text);
    if (!json) terminal.out(`${output} written\n`);
  } else if (!json) terminal.out(text);
  if (corrupt === undefined) return { exitCode: 0, json: reportJson(made) };
  const { line, offset, reason } = corrupt;
  if (!json)
    terminal.err(
      `${terminal.paintError('red', 'error [STORE_CORRUPT]:')} line ${line} of the log (offset ${offset}) is damaged: ${reason}; what precedes it is reported\n`,
    );
  const error = { code: 'STORE_CORRUPT', message: `line ${line} (offset ${offset}): ${reason}` };
  return { exitCode: 1, json: { ...(reportJson(made) as Record<string, Json>), log_error: error } };
}

/** Keeps the report with the run; a store that cannot be written to can still be reported from. */
function keep({ terminal }: Invocation, store: Store, runId: string, markdown: string): void {
  try {
    store.writeReport(runId, markdown);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    terminal.err(`${terminal.paintError('yellow', 'warning:')} the report is not kept with the run: ${visible(why)}\n`);
  }
}
