// What can be done with the shown file (E-SHELL-07): view mode, direction, tidy, fit, search; at the right simulate and run.
import { ActionIcon, Menu, SegmentedControl } from '@mantine/core';
import IconArrowNarrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowNarrowDown.mjs';
import IconArrowNarrowRight from '@tabler/icons-react/dist/esm/icons/IconArrowNarrowRight.mjs';
import IconArrowsMaximize from '@tabler/icons-react/dist/esm/icons/IconArrowsMaximize.mjs';
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import IconFlask from '@tabler/icons-react/dist/esm/icons/IconFlask.mjs';
import IconPlayerPlay from '@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import IconSitemap from '@tabler/icons-react/dist/esm/icons/IconSitemap.mjs';
import type { FileId, ViewMode } from '../document/model.ts';
import { setMode, useDocumentPart } from '../document/store.ts';
import { CommandButton } from '../ui/CommandButton.tsx';
import { CommandMenuItem } from '../ui/CommandMenuItem.tsx';
import classes from './ContextBar.module.css';

const modes: { value: ViewMode; label: string }[] = [
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
      <SegmentedControl
        aria-label="View mode"
        data={modes}
        value={shown.mode}
        onChange={(mode) => setMode(fileId, mode)}
        className={classes['modes'] ?? ''}
      />
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
      <Menu position="bottom-start">
        <Menu.Target>
          <ActionIcon aria-label="More commands">
            <IconDots size={16} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <div className={classes['narrowOnly']}>
            <CommandMenuItem id="layout.direction" />
            <CommandMenuItem id="layout.tidy" />
            <CommandMenuItem id="canvas.fit" />
            <CommandMenuItem id="canvas.search" />
            <Menu.Divider />
          </div>
          <CommandMenuItem id="file.save" />
          <CommandMenuItem id="file.saveAs" />
          <CommandMenuItem id="file.revert" />
          <CommandMenuItem id="file.download" />
          <Menu.Divider />
          <CommandMenuItem id="edit.format" />
          <CommandMenuItem id="edit.history" />
          <Menu.Divider />
          <CommandMenuItem id="view.splitDirection" />
          <CommandMenuItem id="view.density" />
          <CommandMenuItem id="canvas.minimap" />
          <CommandMenuItem id="canvas.snap" />
          <Menu.Divider />
          <CommandMenuItem id="run.plan" />
          <CommandMenuItem id="run.trust" />
          <CommandMenuItem id="run.overlay" />
        </Menu.Dropdown>
      </Menu>
      <div className={classes['runs']}>
        <CommandButton id="run.simulate" icon={IconFlask} label="Simulate" />
        <CommandButton id="run.launch" icon={IconPlayerPlay} label="Run…" primary />
      </div>
    </div>
  );
}
