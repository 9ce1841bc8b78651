// The frame of every screen (E-SHELL-01): rail, tabs, the screen itself, status bar. Landmarks and skip links of E-A11Y-02.
import { type ReactNode, Suspense } from 'react';
import { useLocation } from 'wouter';
import { isWorkflowFile } from '../document/model.ts';
import { useDocuments } from '../document/store.ts';
import { PanelBoundary } from '../ui/PanelBoundary.tsx';
import { ActivityRail } from './ActivityRail.tsx';
import { Announcer } from './announce.tsx';
import { EditScreen } from './EditScreen.tsx';
import { OverlayHost } from './overlays.tsx';
import { type Route, routeOf } from './routes.ts';
import classes from './Shell.module.css';
import { SidebarFrame } from './SidebarFrame.tsx';
import { openSidebar } from './sidebarState.ts';
import { StatusBar } from './StatusBar.tsx';
import { TabBar } from './TabBar.tsx';
import { endTour, useTour } from './tour/tour.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { lazyPart } from '../ui/lazyPart.tsx';

const StartScreen = lazyPart(async () => (await import('./startWithQueries.ts')).StartWithQueries);
const RunsScreen = lazyPart(async () => (await import('../runs/list/RunList.tsx')).RunList);
const RunScreen = lazyPart(async () => (await import('../runs/RunView.tsx')).RunView);
const InboxScreen = lazyPart(async () => (await import('../runs/Inbox.tsx')).Inbox);
const SettingsScreen = lazyPart(async () => (await import('./settings/SettingsScreen.tsx')).SettingsScreen);

const NothingHere = lazyPart(async () => (await import('./NothingHere.tsx')).NothingHere);
const TourCard = lazyPart(async () => (await import('./tour/TourCard.tsx')).TourCard);

export function Shell() {
  const [location] = useLocation();
  const route = routeOf(location);
  const touring = useTour((state) => state.step !== null);
  const hasFile =
    useDocuments(({ active, documents }) => {
      const file = active === null ? undefined : documents[active];
      return file !== undefined && isWorkflowFile(file);
    }) && route.screen === 'edit';
  return (
    <div className={classes['shell']}>
      <a className="visually-hidden skip-link" href="#main">
        Skip to the main part
      </a>
      {hasFile ? (
        <a
          className="visually-hidden skip-link"
          href="#outline"
          onClick={(event) => {
            event.preventDefault();
            void showOutline();
          }}
        >
          Graph as a tree
        </a>
      ) : null}
      <ActivityRail screen={route.screen} />
      <TabBar />
      <div className={classes['body']}>
        <SidebarFrame hasFile={hasFile}>
          <PanelBoundary name="This screen" key={route.screen}>
            <Suspense fallback={<Skeleton label="Loading" />}>
              <Screen route={route} />
            </Suspense>
          </PanelBoundary>
        </SidebarFrame>
      </div>
      <StatusBar />
      {touring ? (
        <PanelBoundary name="The tour" onClose={endTour}>
          <Suspense fallback={null}>
            <TourCard />
          </Suspense>
        </PanelBoundary>
      ) : null}
      <Announcer />
      <OverlayHost />
    </div>
  );
}

/** The tree is where the graph can be read in order, so the focus goes into it and not before it (E-A11Y-07). */
async function showOutline(): Promise<void> {
  const { focusRegion } = await import('./regions.ts');
  focusRegion('outline', () => openSidebar('outline'));
}

function Screen({ route }: { readonly route: Route }) {
  switch (route.screen) {
    case 'start':
      return <StartScreen />;
    case 'edit':
      return <EditScreen target={route.target} />;
    case 'runs':
      return (
        <Main>
          <RunsScreen />
        </Main>
      );
    case 'run':
      return (
        <Main>
          <RunScreen runId={route.runId} />
        </Main>
      );
    case 'inbox':
      return (
        <Main>
          <InboxScreen />
        </Main>
      );
    case 'settings':
      return <SettingsScreen page={route.page} />;
    case 'unknown':
      return (
        <Suspense fallback={null}>
          <NothingHere address={route.path} />
        </Suspense>
      );
    default:
      return route satisfies never;
  }
}

function Main({ children }: { readonly children: ReactNode }) {
  return (
    <main id="main" className={classes['main']} tabIndex={-1}>
      {children}
    </main>
  );
}

/** Content of the final size, shown only when loading takes longer than a glance (E-VIS-16). */
