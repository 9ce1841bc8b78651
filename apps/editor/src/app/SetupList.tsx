// What this machine has for running workflows: backends, credentials (presence only), programs (E-SHELL-13).
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import IconMinus from '@tabler/icons-react/dist/esm/icons/IconMinus.mjs';
import type { EnvironmentReport } from '@iterion/protocol';
import { useQuery } from '@tanstack/react-query';
import { api } from '../server/api.ts';
import { useConnection } from '../server/connection.ts';
import { EmptyNote } from '../ui/EmptyNote.tsx';
import classes from './SetupList.module.css';

interface SetupRow {
  readonly name: string;
  readonly there: boolean;
  readonly hint: string;
}

export function SetupList() {
  const connected = useConnection((state) => state.state === 'connected');
  const report = useQuery({
    queryKey: ['environment'],
    queryFn: () => api.call('server.environment'),
    enabled: connected,
  });
  return (
    <section aria-labelledby="setup">
      <h2 id="setup">Set-up</h2>
      {report.data ? (
        <ul className={classes['list']}>
          {rowsOf(report.data).map((row) => (
            <li key={row.name} className={classes['row']}>
              {row.there ? (
                <IconCheck className={classes['yes']} size={16} stroke={2} aria-label="there" />
              ) : (
                <IconMinus className={classes['no']} size={16} stroke={2} aria-label="missing" />
              )}
              <span className="mono">{row.name}</span>
              <span className={classes['hint']}>{row.there ? '' : row.hint}</span>
            </li>
          ))}
        </ul>
      ) : (
        <EmptyNote>
          {connected ? 'Looking at what this machine has…' : 'Known once the server is connected.'} Simulated runs need
          nothing.
        </EmptyNote>
      )}
    </section>
  );
}

function rowsOf(report: EnvironmentReport): SetupRow[] {
  return [
    ...report.backends.map((item) => ({ name: item.id, there: item.available, hint: item.reason ?? 'not available' })),
    ...report.credentials.map((item) => ({
      name: item.name,
      there: item.present,
      hint: 'set it in the environment of the server',
    })),
    ...report.executables.map((item) => ({ name: item.name, there: item.found, hint: 'not found on PATH' })),
    { name: 'git', there: report.git, hint: 'not found on PATH' },
  ];
}
