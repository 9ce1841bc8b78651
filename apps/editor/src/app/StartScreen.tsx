// Where everybody starts (E-SHELL-13): what this is, three ways in, examples to open, what was open last.
import { Button, SegmentedControl, TextInput, Title } from '@mantine/core';
import IconFlask from '@tabler/icons-react/dist/esm/icons/IconFlask.mjs';
import IconFolderOpen from '@tabler/icons-react/dist/esm/icons/IconFolderOpen.mjs';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconRoute from '@tabler/icons-react/dist/esm/icons/IconRoute.mjs';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import { useQuery } from '@tanstack/react-query';
import type { ExampleItem } from '@iterion/protocol';
import { useState } from 'react';
import { openExample } from '../files/openFile.ts';
import { api } from '../server/api.ts';
import { useConnection } from '../server/connection.ts';
import { EmptyNote } from '../ui/EmptyNote.tsx';
import { runCommand } from './commands.ts';
import { ExampleCard } from './ExampleCard.tsx';
import { trySimulatedRun } from './firstRun.ts';
import { RecentFiles } from './RecentFiles.tsx';
import { SetupList } from './SetupList.tsx';
import classes from './StartScreen.module.css';

export function StartScreen() {
  const connected = useConnection((state) => state.state === 'connected');
  const examples = useQuery({
    queryKey: ['examples'],
    queryFn: async () => (await api.call('examples.list')).items,
    enabled: connected,
  });
  const [word, setWord] = useState('');
  const [tag, setTag] = useState('all');
  const items = examples.data ?? [];
  const shown = items.filter((item) => (tag === 'all' || item.tags.includes(tag)) && matches(item, word));
  return (
    <main id="main" className={classes['screen']}>
      <div className={classes['page']}>
        <header className={classes['head']}>
          <Title order={1} className={classes['title'] ?? ''}>
            Describe your agents. See them run.
          </Title>
          <div className={classes['ways']}>
            <Button size="sm" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => runCommand('file.new')}>
              New workflow
            </Button>
            <Button
              size="sm"
              variant="default"
              leftSection={<IconFolderOpen size={16} aria-hidden />}
              onClick={() => runCommand('file.open')}
            >
              Open a file…
            </Button>
            <Button
              size="sm"
              variant="default"
              leftSection={<IconFlask size={16} aria-hidden />}
              disabled={items.length === 0}
              onClick={() => void trySimulatedRun(items)}
            >
              Try a simulated run
            </Button>
            <Button
              size="sm"
              variant="default"
              leftSection={<IconRoute size={16} aria-hidden />}
              onClick={() => runCommand('app.tour')}
            >
              Two-minute tour
            </Button>
            <span className={classes['hint']}>No key, no network</span>
          </div>
        </header>
        <section aria-labelledby="examples">
          <div className={classes['sectionHead']}>
            <h2 id="examples">Examples</h2>
            {items.length > 0 ? (
              <>
                <SegmentedControl
                  aria-label="Kind of example"
                  value={tag}
                  onChange={setTag}
                  data={['all', ...commonTags(items)].map((value) => ({ value, label: value }))}
                />
                <TextInput
                  className={classes['search'] ?? ''}
                  aria-label="Search examples"
                  placeholder="Search"
                  leftSection={<IconSearch size={14} aria-hidden />}
                  value={word}
                  onChange={(event) => setWord(event.currentTarget.value)}
                />
              </>
            ) : null}
          </div>
          <ExampleGrid
            shown={shown}
            state={!connected ? 'offline' : examples.isError ? 'failed' : examples.isPending ? 'loading' : 'ready'}
            onRetry={() => void examples.refetch()}
          />
        </section>
        <div className={classes['columns']}>
          <RecentFiles />
          <SetupList />
        </div>
      </div>
    </main>
  );
}

function ExampleGrid({
  shown,
  state,
  onRetry,
}: {
  readonly shown: readonly ExampleItem[];
  readonly state: 'offline' | 'failed' | 'loading' | 'ready';
  readonly onRetry: () => void;
}) {
  if (state === 'offline')
    return <EmptyNote>Examples come from the server; they appear once it is connected.</EmptyNote>;
  if (state === 'failed') {
    return (
      <EmptyNote
        action={
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        The examples could not be read.
      </EmptyNote>
    );
  }
  if (state === 'loading') {
    return (
      <div className={classes['grid']} aria-busy="true">
        {Array.from({ length: 4 }, (_, index) => (
          <div key={index} className={classes['placeholder']} />
        ))}
      </div>
    );
  }
  if (shown.length === 0) return <EmptyNote>No example matches.</EmptyNote>;
  return (
    <div className={classes['grid']}>
      {shown.map((item) => (
        <ExampleCard key={item.id} item={item} onOpen={() => void openExample(item.id)} />
      ))}
    </div>
  );
}

function matches(item: ExampleItem, word: string): boolean {
  const text = `${item.title} ${item.description} ${item.tags.join(' ')}`.toLowerCase();
  return word
    .toLowerCase()
    .split(/\s+/)
    .every((part) => text.includes(part));
}
/** The tags that most examples bear, at most four. */
function commonTags(items: readonly ExampleItem[]): string[] {
  const counts = new Map<string, number>();
  for (const tag of items.flatMap((item) => item.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .slice(0, 4)
    .map(([tag]) => tag);
}
