// The few buttons at the corner of the canvas: tools, zoom, fit; each a command of the registry.
import { ActionIcon } from '@mantine/core';
import { useStore } from '@xyflow/react';
import IconHandStop from '@tabler/icons-react/dist/esm/icons/IconHandStop.mjs';
import IconMaximize from '@tabler/icons-react/dist/esm/icons/IconMaximize.mjs';
import IconMinus from '@tabler/icons-react/dist/esm/icons/IconMinus.mjs';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconPointer from '@tabler/icons-react/dist/esm/icons/IconPointer.mjs';
import type { Icon } from '@tabler/icons-react';
import { runCommand, useCommandState } from '../app/commands.ts';
import type { CommandId } from '../app/commands.ts';
import { useCanvasHost, useView } from './view.ts';
import styles from './CanvasToolbar.module.css';

export function CanvasToolbar() {
  const { readOnly } = useCanvasHost();
  const tool = useView((state) => state.tool);
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="View" onPointerDown={(event) => event.stopPropagation()}>
      {!readOnly && (
        <>
          <Tool id="canvas.selectTool" icon={IconPointer} pressed={tool === 'select'} />
          <Tool id="canvas.panTool" icon={IconHandStop} pressed={tool === 'pan'} />
          <span className={styles.line} />
        </>
      )}
      <Tool id="canvas.zoomOut" icon={IconMinus} />
      <button
        type="button"
        className={styles.percent}
        title="Zoom to 100 %"
        onClick={() => runCommand('canvas.zoom100')}
      >
        {percent} %
      </button>
      <Tool id="canvas.zoomIn" icon={IconPlus} />
      <Tool id="canvas.fit" icon={IconMaximize} />
    </div>
  );
}

function Tool({
  id,
  icon: Glyph,
  pressed,
}: {
  readonly id: CommandId;
  readonly icon: Icon;
  readonly pressed?: boolean;
}) {
  const { command, keys } = useCommandState(id);
  return (
    <ActionIcon
      aria-label={command.title}
      aria-pressed={pressed}
      data-hint={command.title}
      data-hint-keys={keys[0]}
      data-pressed={pressed || undefined}
      className={styles.tool ?? ''}
      onClick={() => runCommand(id)}
    >
      <Glyph size={16} stroke={1.75} />
    </ActionIcon>
  );
}
