// All runs of the workspace (E-SHELL-21, E-RUN-60): filtered, sorted and paged by the server, live, its filters in the address; several can be
// cancelled, deleted and labelled at once.
import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'wouter';
import { RUN_STATUSES, type RunHeader } from '@iterion/protocol';
import { EmptyNote } from '../../ui/EmptyNote.tsx';
import { statusWords } from '../kernels/words.ts';
import { useRuns } from '../runsChannel.ts';
import { useNow } from '../useNow.ts';
import { cancelRuns, deleteRuns, labelRuns, mayCancel, mayDelete } from './bulk.ts';
import { type FilterKey, filterKeys, nextSort, queryOf, spans, statusesOf } from './runQuery.ts';
import { RunRow } from './RunRow.tsx';
import { useListCommands } from './listCommands.ts';
import { useRunPages } from './useRunPages.ts';
import classes from './RunList.module.css';

export function RunList() {
  const [search, setSearch] = useSearchParams();
  const [minute] = useState(Date.now);
  const [held, setHeld] = useState(false);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const query = useMemo(() => queryOf(search, minute), [search, minute]);
  const { loaded, items, counts, fresh, more, adopt } = useRunPages(query, held);
  const headers = useRuns((state) => state.headers);
  const now = useNow(1000);
  const set = (key: FilterKey, value: string | null): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === null || value === '') next.delete(key);
        else next.set(key, value);
        return next;
      },
      { replace: true },
    );
  const toggle = (id: string): void => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    setSelected(next);
  };
  const chosen = items.filter(({ id }) => selected.has(id));
  useListCommands({ items, chosen, toggle });
  const filtered = filterKeys.some((key) => key !== 'sort' && search.has(key));
  const names = useMemo(() => namesIn(headers.values()), [headers]);
  const sort = search.get('sort');
  const column = (id: 'created' | 'cost' | 'active' | 'name', label: string) => (
    <button type="button" className={classes['sort']} onClick={() => set('sort', nextSort(sort, id))}>
      {label}
      {(sort ?? '-created').endsWith(id) ? (
        <span aria-hidden>{(sort ?? '-created').startsWith('-') ? ' ▾' : ' ▴'}</span>
      ) : null}
    </button>
  );
  const sorted = (id: string): 'ascending' | 'descending' | undefined =>
    (sort ?? '-created').endsWith(id) ? ((sort ?? '-created').startsWith('-') ? 'descending' : 'ascending') : undefined;
  return (
    <div className={classes['page']} data-zone="runs">
      <header className={classes['head']}>
        <h1>Runs</h1>
        <TextInput
          aria-label="Search runs"
          placeholder="Name, workflow, id, error…"
          value={search.get('q') ?? ''}
          onChange={(event) => set('q', event.currentTarget.value)}
          className={classes['search'] ?? ''}
        />
        <MultiSelect
          aria-label="Status"
          placeholder={statusesOf(search).length === 0 ? 'Any status' : ''}
          className={classes['status'] ?? ''}
          clearable
          data={RUN_STATUSES.filter((status) => (counts[status] ?? 0) > 0 || statusesOf(search).includes(status)).map(
            (value) => ({ value, label: `${statusWords(value).words} (${counts[value] ?? 0})` }),
          )}
          value={[...statusesOf(search)]}
          onChange={(values) => set('status', values.join(','))}
        />
        <Select
          aria-label="Workflow"
          placeholder="Any workflow"
          className={classes['filter'] ?? ''}
          clearable
          searchable
          data={[...names.workflows]}
          value={search.get('workflow')}
          onChange={(value) => set('workflow', value)}
        />
        <Select
          aria-label="Since"
          placeholder="Any time"
          className={classes['filter'] ?? ''}
          clearable
          data={Object.entries(spans).map(([value, { label }]) => ({ value, label }))}
          value={search.get('since')}
          onChange={(value) => set('since', value)}
        />
        {names.labels.length === 0 && !search.has('label') ? null : (
          <Select
            aria-label="Label"
            placeholder="Any label"
            className={classes['filter'] ?? ''}
            clearable
            data={[...names.labels]}
            value={search.get('label')}
            onChange={(value) => set('label', value)}
          />
        )}
        <Select
          aria-label="Origin"
          placeholder="Any origin"
          className={classes['filter'] ?? ''}
          clearable
          data={[
            { value: 'editor', label: 'editor' },
            { value: 'cli', label: 'command line' },
            { value: 'fork', label: 'fork' },
          ]}
          value={search.get('origin')}
          onChange={(value) => set('origin', value)}
        />
        <Select
          aria-label="Simulated"
          placeholder="Any kind"
          className={classes['filter'] ?? ''}
          clearable
          data={[
            { value: 'no', label: 'real' },
            { value: 'yes', label: 'simulated' },
          ]}
          value={search.get('simulated')}
          onChange={(value) => set('simulated', value)}
        />
      </header>
      <div className={classes['bulk']} role="status">
        {chosen.length > 0 ? (
          <>
            <span>{chosen.length} selected</span>
            <Button
              variant="default"
              size="compact-xs"
              mih={24}
              disabled={!chosen.some(mayCancel)}
              onClick={() => void cancelRuns(chosen)}
            >
              Cancel
            </Button>
            <Button
              variant="default"
              size="compact-xs"
              mih={24}
              disabled={!chosen.some(mayDelete)}
              onClick={() => void deleteRuns(chosen).then((done) => done && setSelected(new Set()))}
            >
              Delete
            </Button>
            <Button variant="default" size="compact-xs" mih={24} onClick={() => void labelRuns(chosen)}>
              Label…
            </Button>
            <Button variant="subtle" size="compact-xs" mih={24} onClick={() => setSelected(new Set())}>
              None
            </Button>
          </>
        ) : null}
        {fresh > 0 && held ? (
          <button type="button" className={classes['fresh']} onClick={adopt}>
            {fresh} new
          </button>
        ) : null}
      </div>
      {loaded && items.length === 0 ? (
        filtered ? (
          <EmptyNote>No run matches.</EmptyNote>
        ) : (
          <EmptyNote>No run yet. Open a workflow and press Simulate: it needs no key and no network.</EmptyNote>
        )
      ) : null}
      {items.length === 0 ? null : (
        <div
          className={classes['scroll']}
          onPointerEnter={() => {
            adopt();
            setHeld(true);
          }}
          onPointerLeave={() => setHeld(false)}
        >
          <table className={classes['table']}>
            <thead>
              <tr>
                <th scope="col">
                  <label className={classes['check']}>
                    <input
                      type="checkbox"
                      aria-label="Select all runs"
                      checked={chosen.length === items.length}
                      onChange={(event) =>
                        setSelected(event.currentTarget.checked ? new Set(items.map(({ id }) => id)) : new Set())
                      }
                    />
                  </label>
                </th>
                <th scope="col" aria-sort={sorted('name')}>
                  {column('name', 'Run')}
                </th>
                <th scope="col">Workflow</th>
                <th scope="col">Status</th>
                <th scope="col" aria-sort={sorted('created')}>
                  {column('created', 'Started')}
                </th>
                <th scope="col" className={classes['number']} aria-sort={sorted('active')}>
                  {column('active', 'Active')}
                </th>
                <th scope="col" className={classes['number']} aria-sort={sorted('cost')}>
                  {column('cost', 'Cost')}
                </th>
                <th scope="col" className={classes['number']}>
                  Tokens
                </th>
                <th scope="col">Progress</th>
              </tr>
            </thead>
            <tbody>
              {items.map((run) => (
                <RunRow
                  key={run.id}
                  run={run}
                  now={now}
                  selected={selected.has(run.id)}
                  onToggle={() => toggle(run.id)}
                />
              ))}
            </tbody>
          </table>
          {more === null ? null : (
            <Button variant="default" size="compact-xs" mih={24} my={8} onClick={more}>
              Older runs
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function namesIn(headers: Iterable<RunHeader>): {
  readonly workflows: readonly string[];
  readonly labels: readonly string[];
} {
  const all = [...headers];
  const distinct = (values: readonly string[]): string[] => [...new Set(values)].toSorted((a, b) => a.localeCompare(b));
  return {
    workflows: distinct(all.map(({ workflow }) => workflow)),
    labels: distinct(all.flatMap(({ labels }) => labels)),
  };
}
