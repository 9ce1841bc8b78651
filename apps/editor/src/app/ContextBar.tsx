// What can be done with the shown file (E-SHELL-07): view mode, direction, tidy, fit, search; at the right simulate and run.
import IconArrowNarrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowNarrowDown.mjs';
import IconArrowNarrowRight from '@tabler/icons-react/dist/esm/icons/IconArrowNarrowRight.mjs';
import IconArrowsMaximize from '@tabler/icons-react/dist/esm/icons/IconArrowsMaximize.mjs';
import IconFlask from '@tabler/icons-react/dist/esm/icons/IconFlask.mjs';
import IconPlayerPlay from '@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import IconSitemap from '@tabler/icons-react/dist/esm/icons/IconSitemap.mjs';
import { Suspense } from 'react';
import type { WorkflowView } from '@iterion/dsl';
import type { SyntaxDocument } from '../document/language.ts';
import type { FileId, ViewMode } from '../document/model.ts';
import { setMode, useDocumentPart } from '../document/store.ts';
import { CommandButton } from '../ui/CommandButton.tsx';
import { Segments } from '../ui/Segments.tsx';
import classes from './ContextBar.module.css';
import { MoreButton } from './MoreButton.tsx';
import { lazyPart } from '../ui/lazyPart.tsx';

const WorkflowSwitch = lazyPart(async () => (await import('./WorkflowSwitch.tsx')).WorkflowSwitch);
const ContextMenu = lazyPart(async () => (await import('./ContextMenu.tsx')).ContextMenu);

const modes: readonly { readonly value: ViewMode; readonly label: string }[] = [
  { value: 'graph', label: 'Graph' },
  { value: 'split', label: 'Split' },
  { value: 'text', label: 'Text' },
];

/** In the order of the text; the one that is meant stands first in the file. */
function workflowsOf({ file }: SyntaxDocument): readonly WorkflowView[] {
  return file.workflows.toSorted((a, b) => a.header.at - b.header.at);
}

export function ContextBar({ fileId }: { readonly fileId: FileId }) {
  const shown = useDocumentPart(fileId, (document) => ({ mode: document.mode, direction: document.direction }));
  const syntax = useDocumentPart(fileId, (document) => document.document);
  if (!shown) return null;
  const workflows = syntax ? workflowsOf(syntax) : [];
  const down = shown.direction === 'down';
  return (
    <div className={classes['bar']} role="toolbar" aria-label="View and run">
      <Segments label="View mode" options={modes} value={shown.mode} onChange={(mode) => setMode(fileId, mode)} />
      {workflows.length > 1 && (
        <Suspense fallback={null}>
          <WorkflowSwitch
            fileId={fileId}
            names={workflows.map((view) => view.header.node.name?.value ?? '(unnamed)')}
            at={Math.min(syntax?.workflow ?? 0, workflows.length - 1)}
          />
        </Suspense>
      )}
      {shown.mode === 'text' ? null : (
        <div className={classes['group']}>
          <CommandButton
            id="layout.direction"
            icon={down ? IconArrowNarrowDown : IconArrowNarrowRight}
            title={down ? 'Flows down; switch to right' : 'Flows right; switch to down'}
          />
          <CommandButton id="layout.tidy" icon={IconSitemap} />
          <CommandButton id="canvas.fit" icon={IconArrowsMaximize} />
          <CommandButton id="canvas.search" icon={IconSearch} />
        </div>
      )}
      <Suspense fallback={<MoreButton />}>
        <ContextMenu />
      </Suspense>
      <div className={classes['runs']}>
        <CommandButton id="run.simulate" icon={IconFlask} label="Simulate" />
        <CommandButton id="run.launch" icon={IconPlayerPlay} label="Run…" primary />
      </div>
    </div>
  );
}
