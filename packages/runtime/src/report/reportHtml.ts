// The report as one HTML file (E-RUN-32): no script, nothing from elsewhere, every value of the run as text.
import { formatDuration } from '@iterion/engine';
import { visible } from './plainText.ts';
import type { Report } from './report.ts';
import {
  openQuestions,
  type ReportTable,
  reportTables,
  simulatedTitle,
  summaryRows,
  timelineRows,
} from './reportSections.ts';

export function reportHtml(report: Report): string {
  const { run } = report.view;
  const title = `${run.workflow_name} · ${run.id}`;
  const simulated = simulatedTitle(report.view);
  const body = [
    `<h1>${text(title)}</h1>`,
    ...(simulated === '' ? [] : [`<p><strong>${text(simulated)}</strong></p>`]),
    `<h2>Summary</h2><table>${summaryRows(report)
      .map(([name, value]) => `<tr><th scope="row">${text(name)}</th><td>${text(value)}</td></tr>`)
      .join('')}</table>`,
    ...reportTables(report).map(table),
    timeline(report),
    ...[openQuestions(report)].filter(({ rows }) => rows.length > 0).map(table),
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><title>${text(title)}</title>
<style>${STYLE}</style></head>
<body>
${body.join('\n')}
</body></html>
`;
}

function table({ title, head, rows }: ReportTable): string {
  const cells = (tag: 'td' | 'th', values: readonly string[]): string =>
    `<tr>${values.map((value) => `<${tag}>${text(value)}</${tag}>`).join('')}</tr>`;
  return `<h2>${text(title)}</h2><table><thead>${cells('th', head)}</thead><tbody>${rows.map((row) => cells('td', row)).join('')}</tbody></table>`;
}

function timeline(report: Report): string {
  const rows = timelineRows(report).map(
    ({ time, depth, summary: line, detail, paid }) =>
      `<li style="margin-left:${depth * 1.5}em"><time>${text(formatDuration(time * 1000))}</time> ${text(line)}${detail === undefined || line.includes(detail) ? '' : ` — ${text(detail)}`}${paid === '' ? '' : ` (${text(paid)})`}</li>`,
  );
  return `<h2>Timeline</h2><ol>${rows.join('')}</ol>`;
}

const STYLE = `:root{color-scheme:light dark}body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:14px/1.5 system-ui,sans-serif}
table{border-collapse:collapse}th,td{padding:.25rem .75rem .25rem 0;border-bottom:1px solid #8884;text-align:left;vertical-align:top;overflow-wrap:anywhere}
ol{padding:0;list-style:none}time{display:inline-block;min-width:5em;opacity:.7}`;

function text(value: string): string {
  return visible(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
