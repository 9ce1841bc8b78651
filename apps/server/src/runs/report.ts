// The report of a run (R-RECIPE-20, R-RECIPE-21, E-RUN-32) as the server gives it: the same words as the command line, made from the log alone.
import type { ReportFormat } from '@iterion/protocol';
import { type Report, reportCsv, reportHtml, reportJson, reportMarkdown, reportOf } from '@iterion/runtime';
import type { RunLog } from './runLog.ts';

const PRINTED: {
  readonly [F in ReportFormat]: { readonly mediaType: string; readonly print: (report: Report) => string };
} = {
  md: { mediaType: 'text/markdown; charset=utf-8', print: reportMarkdown },
  json: {
    mediaType: 'application/json; charset=utf-8',
    print: (report) => `${JSON.stringify(reportJson(report), null, 2)}\n`,
  },
  csv: { mediaType: 'text/csv; charset=utf-8', print: reportCsv },
  html: { mediaType: 'text/html; charset=utf-8', print: reportHtml },
};

/** As of the event `at`, by default of the whole log. */
export function reportText(
  log: RunLog,
  format: ReportFormat = 'md',
  at?: number,
): { content: string; mediaType: string } {
  const { mediaType, print } = PRINTED[format];
  return { content: print(reportOf([...log.events(0, at)])), mediaType };
}
