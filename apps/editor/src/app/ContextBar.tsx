// What can be done with the shown file (E-SHELL-07): view mode, direction, tidy, fit, search; at the right simulate and run.
import IconArrowNarrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowNarrowDown.mjs';
import IconArrowNarrowRight from '@tabler/icons-react/dist/esm/icons/IconArrowNarrowRight.mjs';
import IconArrowsMaximize from '@tabler/icons-react/dist/esm/icons/IconArrowsMaximize.mjs';
import IconFlask from '@tabler/icons-react/dist/esm/icons/IconFlask.mjs';
import IconPlayerPlay from '@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import IconSitemap from '@tabler/icons-react/dist/esm/icons/IconSitemap.mjs';
import { Suspense } from 'react';
import type { FileId, ViewMode } from '../document/model.ts';
import { setMode, useDocumentPart } from '../document/store.ts';
import { CommandButton } from '../ui/CommandButton.tsx';
import { Segments } from '../ui/Segments.tsx';
import classes from './ContextBar.module.css';
import { MoreButton } from './MoreButton.tsx';
import { lazyPart } from '../ui/lazyPart.tsx';

const ContextMenu = lazyPart(async () => (await import('./ContextMenu.tsx')).ContextMenu);

const modes: readonly { readonly value: ViewMode; readonly label: string }[] = [
  { value: 'graph', label: 'Graph' },
  { value: 'split', label: 'Split' },
  { value: 'text', label: 'Text' },
];

export function ContextBar({ fileId }: { readonly fileId: FileId }) {
  const shown = useDocumentPart(fileId, (document) => ({ mode: document.mode, direction: document.direction }));
  if (!shown) return null;
  const down = shown.direction === 'down';
  return (
    <div className={classes['bar']} role="toolbar" aria-label="View and run">
      <Segments label="View mode" options={modes} value={shown.mode} onChange={(mode) => setMode(fileId, mode)} />
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
