// What runs could use here (E-SHELL-16): backends, credentials by presence only (S-SEC-12), and the models known by name.
import type { ModelItem } from '@iterion/protocol';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { TextInput } from '@mantine/core';
import { api } from '../../server/api.ts';
import { useConnection } from '../../server/connection.ts';
import { EmptyNote } from '../../ui/EmptyNote.tsx';
import { SetupList } from '../SetupList.tsx';
import classes from './ModelsPage.module.css';

export function ModelsPage() {
  return (
    <div className={classes['parts']}>
      <SetupList />
      <p className={classes['note']}>
        Credentials are read from the environment of the server; only whether they are there is shown, never a value.
      </p>
      <Models />
    </div>
  );
}

function Models() {
  const connected = useConnection((state) => state.state === 'connected');
  const models = useQuery({
    queryKey: ['models'],
    queryFn: async () => (await api.call('models.list', { query: {} })).items,
    enabled: connected,
  });
  const [word, setWord] = useState('');
  const shown = (models.data ?? []).filter((model) => model.id.toLowerCase().includes(word.trim().toLowerCase()));
  return (
    <section aria-labelledby="models">
      <div className={classes['head']}>
        <h2 id="models">Models</h2>
        <TextInput
          aria-label="Search models"
          placeholder="Search by name"
          value={word}
          onChange={(event) => setWord(event.currentTarget.value)}
        />
      </div>
      {shown.length > 0 ? (
        <div className={classes['scroll']} role="group" aria-label="Models known by name" tabIndex={0}>
          <table className={classes['table']}>
            <thead>
              <tr>
                <th scope="col">Model</th>
                <th scope="col">Backends</th>
                <th scope="col">Effort</th>
                <th scope="col" className={classes['number']}>
                  Context
                </th>
                <th scope="col" className={classes['number']}>
                  USD per million tokens
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((model) => (
                <tr key={model.id}>
                  <th scope="row" className="mono">
                    {model.id}
                  </th>
                  <td>{model.backends.join(', ')}</td>
                  <td>{effortsOf(model)}</td>
                  <td className={classes['number']}>{sizeOf(model.contextWindow)}</td>
                  <td className={classes['number']}>{priceOf(model)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <EmptyNote>
          {models.data ? 'No model matches.' : connected ? 'Asking the server…' : 'Known once the server is connected.'}
        </EmptyNote>
      )}
    </section>
  );
}

function effortsOf({ efforts, defaultEffort }: ModelItem): string {
  if (efforts.length === 0) return '—';
  return efforts.map((effort) => (effort === defaultEffort ? `${effort} (default)` : effort)).join(', ');
}
function sizeOf(tokens: number | undefined): string {
  return tokens === undefined ? '—' : tokens >= 1_000_000 ? `${tokens / 1_000_000}M` : `${Math.round(tokens / 1000)}k`;
}
function priceOf({ price }: ModelItem): string {
  return price ? `${price.input} in, ${price.output} out` : 'unknown';
}
