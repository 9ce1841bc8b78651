// A value of a run as it reads best (E-RUN-23): field by field; long text as markdown, a list of records as a table, the rest as a tree. Large
// values come as a preview whose pages load on demand (E-RUN-26).
import type { Json } from '@iterion/dsl';
import { JsonView } from '../../ui/JsonView.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { LargeValue, type Payload, isRef } from './PayloadView.tsx';
import { recordsOf } from '../kernels/records.ts';
import classes from './detail.module.css';

const longText = 120;
const shownRows = 100;

export function FieldsView({
  runId,
  value,
  about,
}: {
  readonly runId: string;
  readonly value: Payload;
  /** What is said beside a field's name. */
  readonly about?: (field: string) => { readonly words: string; readonly tone?: 'error' } | undefined;
}) {
  if (isRef(value) || value === null || typeof value !== 'object' || Array.isArray(value))
    return <ValueView runId={runId} value={value} />;
  return (
    <dl className={classes['fields']}>
      {Object.entries(value).map(([field, own]) => {
        const said = about?.(field);
        return (
          <div key={field}>
            <dt>
              <span>{field}</span>
              {said === undefined ? null : (
                <span className={classes['dim']} data-tone={said.tone}>
                  {said.words}
                </span>
              )}
            </dt>
            <dd>
              <ValueView runId={runId} value={own} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

export function ValueView({ runId, value }: { readonly runId: string; readonly value: Payload }) {
  if (isRef(value)) return <LargeValue runId={runId} value={value} />;
  if (typeof value === 'string')
    return value.length > longText || value.includes('\n') ? (
      <div className={classes['markdown']}>
        <Markdown text={value} />
      </div>
    ) : (
      <span className={classes['short']}>{value === '' ? '(empty)' : value}</span>
    );
  const records = recordsOf(value);
  if (records !== null) return <Records columns={records.columns} rows={records.rows} />;
  return <JsonView value={value} />;
}

function Records({
  columns,
  rows,
}: {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Json[])[];
}) {
  return (
    <div className={classes['records']}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shownRows).map((row, index) => (
            <tr key={index}>
              {row.map((cell, at) => (
                <td key={columns[at]}>{cell === null ? '' : typeof cell === 'string' ? cell : JSON.stringify(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shownRows ? <p className={classes['dim']}>{rows.length - shownRows} more rows</p> : null}
    </div>
  );
}
