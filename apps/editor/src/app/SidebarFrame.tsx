// Sidebar beside the screen: files above, outline of the open file below, or the library (E-SHELL-02).
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { Group, Panel } from 'react-resizable-panels';
import { useDocuments } from '../document/store.ts';
import { PanelBoundary } from '../ui/PanelBoundary.tsx';
import { Divider } from '../ui/Divider.tsx';
import { afterFirstGraph } from './firstGraph.ts';
import { preferences, setPreferences } from './preferences.ts';
import classes from './SidebarFrame.module.css';
import { type SidebarPanel, openSidebar, useSidebar } from './sidebarState.ts';
import { lazyPart } from '../ui/lazyPart.tsx';

const FilesPanel = lazyPart(async () => (await import('../files/FilesPanel.tsx')).FilesPanel);
const OutlinePanel = lazyPart(async () => {
  await afterFirstGraph();
  return (await import('../outline/OutlinePanel.tsx')).OutlinePanel;
});
const Library = lazyPart(async () => (await import('../library/Library.tsx')).Library);

export function SidebarFrame({ hasFile, children }: { readonly hasFile: boolean; readonly children: ReactNode }) {
  const { panel, overlaid } = useSidebar();
  const sidebar = panel === null ? null : <Sidebar panel={panel} hasFile={hasFile} />;
  if (overlaid) {
    return (
      <div className={classes['stack']}>
        {children}
        {sidebar ? <div className={classes['overlay']}>{sidebar}</div> : null}
      </div>
    );
  }
  return (
    <Group orientation="horizontal" className={classes['frame']}>
      {sidebar ? (
        <>
          <Panel
            id="sidebar"
            defaultSize={preferences().sidebarWidth}
            minSize={200}
            maxSize={420}
            groupResizeBehavior="preserve-pixel-size"
            onResize={(size) => setPreferences({ sidebarWidth: Math.round(size.inPixels) })}
          >
            {sidebar}
          </Panel>
          <Divider label="Width of the sidebar" onCollapse={() => openSidebar(null)} />
        </>
      ) : null}
      <Panel id="screen" minSize={320}>
        {children}
      </Panel>
    </Group>
  );
}

function Sidebar({ panel, hasFile }: { readonly panel: SidebarPanel; readonly hasFile: boolean }) {
  return (
    <aside className={classes['sidebar']} aria-label="Sidebar" data-region="sidebar">
      {panel === 'library' ? <LibraryPane /> : <FilesAndOutline hasFile={hasFile} />}
    </aside>
  );
}

function LibraryPane() {
  return (
    <PanelBoundary name="The library">
      <Suspense fallback={null}>
        <Library />
      </Suspense>
    </PanelBoundary>
  );
}

function FilesAndOutline({ hasFile }: { readonly hasFile: boolean }) {
  const active = useDocuments((state) => state.active);
  const files = (
    <PanelBoundary name="Files">
      <Suspense fallback={null}>
        <FilesPanel />
      </Suspense>
    </PanelBoundary>
  );
  if (!hasFile || active === null) return files;
  return (
    <Group orientation="vertical" className={classes['frame']}>
      <Panel
        id="files"
        minSize={96}
        defaultSize={`${preferences().filesShare}%`}
        onResize={(size) => setPreferences({ filesShare: Math.round(size.asPercentage) })}
      >
        {files}
      </Panel>
      <Divider label="Height of the files" horizontal />
      <Panel id="outline" minSize={96}>
        <PanelBoundary name="The outline">
          <Suspense fallback={null}>
            <OutlinePanel fileId={active} />
          </Suspense>
        </PanelBoundary>
      </Panel>
    </Group>
  );
}
