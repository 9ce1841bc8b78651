// What stands below the graph of a run: timeline, event log, artifacts. The chosen tab is part of the address.
import { Tabs } from '@mantine/core';
import type { View } from '@iterion/engine';
import { useSearchParams } from 'wouter';
import { Artifacts } from './artifacts/Artifacts.tsx';
import { EventLog } from './log/EventLog.tsx';
import { Timeline } from './timeline/Timeline.tsx';
import classes from './RunPanels.module.css';

interface Props {
  readonly runId: string;
  readonly view: View;
  readonly selected: string | null;
  readonly onSelect: (node: string | null) => void;
}

export function RunPanels({ runId, view, selected, onSelect }: Props) {
  const [search, setSearch] = useSearchParams();
  const tab = search.get('tab') ?? 'timeline';
  return (
    <Tabs
      value={tab}
      onChange={(next) =>
        setSearch(
          (before) => {
            const query = new URLSearchParams(before);
            query.set('tab', next ?? 'timeline');
            return query;
          },
          { replace: true },
        )
      }
      keepMounted={false}
      className={classes['panels'] ?? ''}
    >
      <Tabs.List className={classes['tabs'] ?? ''}>
        <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
        <Tabs.Tab value="events">Events</Tabs.Tab>
        <Tabs.Tab value="artifacts">Artifacts</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="timeline" className={classes['panel'] ?? ''}>
        <Timeline view={view} selected={selected} onSelect={onSelect} />
      </Tabs.Panel>
      <Tabs.Panel value="events" className={classes['panel'] ?? ''}>
        <EventLog runId={runId} lastSeq={view.last_seq} node={selected} />
      </Tabs.Panel>
      <Tabs.Panel value="artifacts" className={classes['panel'] ?? ''}>
        <Artifacts
          runId={runId}
          versions={Object.values(view.run.artifact_index).reduce((sum, version) => sum + version + 1, 0)}
        />
      </Tabs.Panel>
    </Tabs>
  );
}
