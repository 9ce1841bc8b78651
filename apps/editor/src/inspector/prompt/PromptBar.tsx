// Above the text of a prompt (E-INSP-14): template or preview, how long it is, to full size and back.
import { ActionIcon } from '@mantine/core';
import IconArrowsDiagonal from '@tabler/icons-react/dist/esm/icons/IconArrowsDiagonal.mjs';
import IconArrowsDiagonalMinimize2 from '@tabler/icons-react/dist/esm/icons/IconArrowsDiagonalMinimize2.mjs';
import { Segments } from '../../ui/Segments.tsx';
import controls from '../controls/controls.module.css';
import inspector from '../Inspector.module.css';

/** English text has about four characters a token; enough to see whether a prompt is long. */
const charactersPerToken = 4;

export type Shown = 'template' | 'preview';

interface Props {
  /** Of the prompt, where the bar stands alone. */
  readonly name?: string;
  readonly text: string;
  readonly shown: Shown;
  readonly onShow: (shown: Shown) => void;
  readonly isFull: boolean;
  readonly onSize: () => void;
}

export function PromptBar({ name, text, shown, onShow, isFull, onSize }: Props) {
  const words = text.split(/\s+/u).filter((word) => word !== '').length;
  const Size = isFull ? IconArrowsDiagonalMinimize2 : IconArrowsDiagonal;
  return (
    <div className={inspector.bar}>
      {name !== undefined && (
        <h2 className={controls.promptName}>
          {name} <span className={controls.hint}>prompt</span>
        </h2>
      )}
      <Segments
        label="Shown"
        value={shown}
        options={[
          { value: 'template', label: 'Template' },
          { value: 'preview', label: 'Preview' },
        ]}
        onChange={onShow}
      />
      <span className={controls.hint}>
        {words} {words === 1 ? 'word' : 'words'}, about {Math.ceil(text.length / charactersPerToken)} tokens
      </span>
      <ActionIcon
        aria-label={isFull ? 'Back to the panel' : 'Edit in full size'}
        data-hint={isFull ? 'Back to the panel (Esc)' : 'Edit in full size'}
        onClick={onSize}
      >
        <Size size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}
