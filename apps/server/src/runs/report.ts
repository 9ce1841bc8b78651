// The report of a run (R-RECIPE-20, R-RECIPE-21) as the server gives it: the same words as the command line, made from the log alone.
import { reportJson, reportMarkdown, reportOf } from '@iterion/runtime';
import type { RunLog } from './runLog.ts';

export type ReportFormat = 'json' | 'md';

export function reportText(log: RunLog, format: ReportFormat = 'md'): { content: string; mediaType: string } {
  const report = reportOf([...log.events(0)]);
  if (format === 'md') return { content: reportMarkdown(report), mediaType: 'text/markdown; charset=utf-8' };
  return { content: `${JSON.stringify(reportJson(report), null, 2)}\n`, mediaType: 'application/json; charset=utf-8' };
}
