// The overflow of the context bar; its menu is loaded after the bar is shown.
import { Menu } from '@mantine/core';
import { CommandMenuItem } from '../ui/CommandMenuItem.tsx';
import classes from './ContextBar.module.css';
import { MoreButton } from './MoreButton.tsx';

export function ContextMenu() {
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <MoreButton />
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
  );
}
