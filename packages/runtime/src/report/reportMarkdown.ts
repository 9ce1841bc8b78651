// The report as Markdown (R-RECIPE-20); every value of the run is escaped.
import { formatDuration } from '@iterion/engine';
import { escaped, markdownTable } from './markdown.ts';
import type { Report } from './report.ts';
import {
  openQuestions,
  type ReportTable,
  reportTables,
  simulatedTitle,
  summaryRows,
  timelineRows,
} from './reportSections.ts';

export function reportMarkdown(report: Report): string {
  const { run } = report.view;
  const simulated = simulatedTitle(report.view);
  const sections = [
    `# ${escaped(run.workflow_name)} · ${escaped(run.id)}`,
    ...(simulated === '' ? [] : [`**SIMULATED**${escaped(simulated.slice('SIMULATED'.length))}`]),
    `## Summary\n\n${markdownTable(['', ''], summaryRows(report))}`,
    ...reportTables(report).map(section),
    timeline(report),
    ...[openQuestions(report)].filter(({ rows }) => rows.length > 0).map(section),
  ];
  return `${sections.join('\n\n')}\n`;
}

function timeline(report: Report): string {
  const lines = timelineRows(report).map(({ time, depth, summary: text, detail, paid }) => {
    const verdict = detail === undefined || text.includes(detail) ? '' : ` — ${escaped(detail)}`;
    const price = paid === '' ? '' : ` (${paid})`;
    return `${'  '.repeat(depth)}- ${formatDuration(time * 1000)} ${escaped(text)}${verdict}${price}`;
  });
  return `## Timeline\n\n${lines.join('\n')}`;
}

function section({ title, head, rows }: ReportTable): string {
  return `## ${title}\n\n${markdownTable(head, rows)}`;
}
