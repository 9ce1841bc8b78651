// The room of one file: context bar above; canvas, source and inspector beside each other; problems below (E-SHELL-01, E-SHELL-06).
import { Suspense } from 'react';
import { Group, Panel } from 'react-resizable-panels';
import { type FileId, displayName, isWorkflowFile } from '../document/model.ts';
import { useDocumentPart, useSelection } from '../document/store.ts';
import { SourcePane } from '../source/SourcePane.tsx';
import { Divider } from '../ui/Divider.tsx';
import { PanelBoundary } from '../ui/PanelBoundary.tsx';
import { ContextBar } from './ContextBar.tsx';
import { useExpandedPrompt } from './expandedPrompt.ts';
import { afterFirstGraph } from './firstGraph.ts';
import classes from './FileView.module.css';
import { preferences, setPreferences, usePreferences } from './preferences.ts';
import { useSidebar } from './sidebarState.ts';
import { useWidth } from './width.ts';
import { lazyPart } from '../ui/lazyPart.tsx';

const ProblemsPanel = lazyPart(async () => (await import('../problems/ProblemsPanel.tsx')).ProblemsPanel);
const loadCanvas = async () => (await import('../canvas/Canvas.tsx')).Canvas;
const Canvas = lazyPart(loadCanvas);
const PromptStage = lazyPart(async () => (await import('../inspector/prompt/PromptStage.tsx')).PromptStage);
const Inspector = lazyPart(async () => {
  await afterFirstGraph();
  return (await import('../inspector/Inspector.tsx')).Inspector;
});

/** Begins to load the canvas while the file is still on its way. */
export function preloadCanvas(): void {
  void loadCanvas();
}

/** Menu and name of an item, wherever on the screen it was asked for. */
const ItemPopovers = lazyPart(async () => {
  await afterFirstGraph();
  return (await import('../canvas/popovers/ItemPopovers.tsx')).ItemPopovers;
});

export function FileView({ fileId }: { readonly fileId: FileId }) {
  const problems = usePreferences((state) => state.problems);
  const isWorkflow = useDocumentPart(fileId, isWorkflowFile) ?? true;
  const inspector = usePreferences((state) => state.inspector) && isWorkflow;
  const overlaid = useWidth() < 1280;
  // Lying over the canvas, the inspector shows itself for what was chosen and goes when nothing is.
  const chosen = useSelection(fileId).items.length > 0;
  const sidebar = useSidebar();
  const sidebarInFront = sidebar.overlaid && sidebar.panel !== null;
  return (
    <div className={classes['view']}>
      <Group orientation="vertical" className={classes['rows']}>
        <Panel id="work" minSize={160}>
          <Group orientation="horizontal" className={classes['rows']}>
            <Panel id="main" minSize={320}>
              <main id="main" className={classes['column']} aria-label="Workflow" tabIndex={-1}>
                <FileHeading fileId={fileId} />
                {isWorkflow ? <ContextBar fileId={fileId} /> : null}
                <Stage fileId={fileId} />
              </main>
            </Panel>
            {inspector && !overlaid ? (
              <>
                <Divider label="Width of the inspector" onCollapse={() => setPreferences({ inspector: false })} />
                <Panel
                  id="inspector"
                  defaultSize={preferences().inspectorWidth}
                  minSize={280}
                  maxSize={560}
                  groupResizeBehavior="preserve-pixel-size"
                  onResize={(size) => setPreferences({ inspectorWidth: Math.round(size.inPixels) })}
                >
                  <InspectorPane fileId={fileId} />
                </Panel>
              </>
            ) : null}
          </Group>
        </Panel>
        {problems ? (
          <>
            <Divider label="Height of the problems" horizontal onCollapse={() => setPreferences({ problems: false })} />
            <Panel
              id="problems"
              defaultSize={preferences().problemsHeight}
              minSize={80}
              groupResizeBehavior="preserve-pixel-size"
              onResize={(size) => setPreferences({ problemsHeight: Math.round(size.inPixels) })}
            >
              <PanelBoundary name="Problems">
                <Suspense fallback={null}>
                  <ProblemsPanel fileId={fileId} />
                </Suspense>
              </PanelBoundary>
            </Panel>
          </>
        ) : null}
      </Group>
      {inspector && overlaid && chosen && !sidebarInFront ? (
        <div className={classes['overlay']}>
          <InspectorPane fileId={fileId} />
        </div>
      ) : null}
      <PanelBoundary name="The menu">
        <Suspense fallback={null}>
          <ItemPopovers fileId={fileId} />
        </Suspense>
      </PanelBoundary>
    </div>
  );
}

/** The one heading of the screen; people see the name in the tab (E-A11Y-02). */
function FileHeading({ fileId }: { readonly fileId: FileId }) {
  const name = useDocumentPart(fileId, displayName) ?? '';
  return <h1 className="visually-hidden">{name}</h1>;
}

function InspectorPane({ fileId }: { readonly fileId: FileId }) {
  return (
    <aside className={classes['inspector']} aria-label="Inspector" data-zone="inspector form" data-region="inspector">
      <PanelBoundary name="The inspector" key={fileId}>
        <Suspense fallback={null}>
          <Inspector fileId={fileId} />
        </Suspense>
      </PanelBoundary>
    </aside>
  );
}

/** The views of the file, or a prompt in full size over them (E-INSP-14). */
function Stage({ fileId }: { readonly fileId: FileId }) {
  const prompt = useExpandedPrompt(fileId);
  return (
    <div className={classes['panes']}>
      <div className={classes['below']} inert={prompt !== null}>
        <Panes fileId={fileId} />
      </div>
      {prompt ? (
        <div className={classes['over']}>
          <PanelBoundary name="The prompt" key={prompt.item}>
            <Suspense fallback={null}>
              <PromptStage fileId={fileId} item={prompt.item} caret={prompt.caret} />
            </Suspense>
          </PanelBoundary>
        </div>
      ) : null}
    </div>
  );
}

function Panes({ fileId }: { readonly fileId: FileId }) {
  const mode = useDocumentPart(fileId, (document) => (isWorkflowFile(document) ? document.mode : 'text')) ?? 'graph';
  const below = usePreferences((state) => state.splitBelow);
  return (
    <Group orientation={below ? 'vertical' : 'horizontal'} className={classes['rows']} key={below ? 'below' : 'beside'}>
      {mode === 'text' ? null : (
        <Panel id="canvas" minSize={160}>
          <section className={classes['pane']} aria-label="Graph" data-region="canvas">
            <PanelBoundary name="The canvas" key={fileId}>
              <Suspense fallback={<div className={classes['canvas']} />}>
                <Canvas fileId={fileId} key={fileId} />
              </Suspense>
            </PanelBoundary>
          </section>
        </Panel>
      )}
      {mode === 'split' ? <Divider label="Share of the source" horizontal={below} /> : null}
      {mode === 'graph' ? null : (
        <Panel
          id="source"
          minSize={160}
          defaultSize={mode === 'split' ? `${preferences().sourceShare}%` : '100%'}
          onResize={(size) => {
            if (mode === 'split')
              setPreferences({ sourceShare: Math.min(80, Math.max(20, Math.round(size.asPercentage))) });
          }}
        >
          <section className={classes['pane']} aria-label="Source" data-zone="source" data-region="source">
            <PanelBoundary name="The source view" key={fileId}>
              <SourcePane fileId={fileId} />
            </PanelBoundary>
          </section>
        </Panel>
      )}
    </Group>
  );
}
