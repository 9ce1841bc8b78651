// What stands below the graph of a run: timeline, event log, artifacts, report, all as of the moment shown. The chosen tab is part of the
// address.
import { Tabs } from '@mantine/core';
import type { View } from '@iterion/engine';
import { Artifacts } from './artifacts/Artifacts.tsx';
import { EventLog } from './log/EventLog.tsx';
import { Report } from './report/Report.tsx';
import { Timeline } from './timeline/Timeline.tsx';
import { type RunTab, runTabs } from './useRunPlace.ts';
import classes from './RunPanels.module.css';

interface Props {
  readonly runId: string;
  readonly view: View;
  readonly until: number | null;
  readonly tab: RunTab;
  readonly onTab: (tab: RunTab) => void;
  readonly selected: string | null;
  readonly execution: string | null;
  readonly onExecution: (node: string, execution: string) => void;
  readonly onMoment: (seq: number) => void;
}

export function RunPanels({ runId, view, until, tab, onTab, selected, execution, onExecution, onMoment }: Props) {
  return (
    <Tabs
      value={tab}
      onChange={(next) => onTab(runTabs.find((known) => known === next) ?? 'timeline')}
      keepMounted={false}
      className={classes['panels'] ?? ''}
    >
      <Tabs.List className={classes['tabs'] ?? ''}>
        <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
        <Tabs.Tab value="events">Events</Tabs.Tab>
        <Tabs.Tab value="artifacts">Artifacts</Tabs.Tab>
        <Tabs.Tab value="report">Report</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="timeline" className={classes['panel'] ?? ''}>
        <Timeline view={view} until={until} selected={selected} execution={execution} onExecution={onExecution} />
      </Tabs.Panel>
      <Tabs.Panel value="events" className={classes['panel'] ?? ''}>
        <EventLog runId={runId} lastSeq={view.last_seq} node={selected} onMoment={onMoment} />
      </Tabs.Panel>
      <Tabs.Panel value="artifacts" className={classes['panel'] ?? ''}>
        <Artifacts runId={runId} view={view} onExecution={onExecution} />
      </Tabs.Panel>
      <Tabs.Panel value="report" className={classes['panel'] ?? ''}>
        <Report runId={runId} lastSeq={view.last_seq} />
      </Tabs.Panel>
    </Tabs>
  );
}
