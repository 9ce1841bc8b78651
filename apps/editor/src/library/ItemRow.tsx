// An item of the library (E-LIB-01, E-LIB-04): a drawing of its graph, title, description, tags and what it asks for. Click and Enter insert it,
// it can be dragged onto the canvas and copied as text.
import { ActionIcon } from '@mantine/core';
import IconCopy from '@tabler/icons-react/dist/esm/icons/IconCopy.mjs';
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs';
import { GraphThumbnail } from '../app/GraphThumbnail.tsx';
import { notify } from '../app/notifications.tsx';
import { fragmentType } from '../canvas/interactions/dropOnCanvas.ts';
import type { FileId } from '../document/model.ts';
import { insertItem } from './insertItem.ts';
import type { LibraryItem } from './libraryItem.ts';
import styles from './Library.module.css';

interface Props {
  readonly item: LibraryItem;
  readonly fileId: FileId | null;
  readonly onRemove?: () => void;
}

export function ItemRow({ item, fileId, onRemove }: Props) {
  return (
    <div className={styles.item}>
      <button
        type="button"
        className={styles.itemMain}
        data-library-item
        draggable
        disabled={fileId === null}
        data-hint={fileId === null ? 'Open a file to insert it' : 'Click to insert, or drag onto the canvas'}
        onDragStart={(event) => {
          event.dataTransfer.setData(fragmentType, item.text);
          event.dataTransfer.setData('text/plain', item.text);
          event.dataTransfer.effectAllowed = 'copy';
        }}
        onClick={() => fileId !== null && insertItem(fileId, item)}
      >
        <span className={styles.thumb}>
          <GraphThumbnail text={item.text} />
        </span>
        <strong>{item.title}</strong>
        {item.description !== '' && <span className={styles.description}>{item.description}</span>}
        {item.tags.length > 0 && <span className={styles.tags}>{item.tags.join(' · ')}</span>}
        {item.parameters.length > 0 && <span className={styles.tags}>asks for {askedWords(item)}</span>}
      </button>
      <div className={styles.itemTools}>
        <ActionIcon aria-label={`Copy ${item.title} as DSL`} data-hint="Copy as DSL" onClick={() => copy(item)}>
          <IconCopy size={14} aria-hidden />
        </ActionIcon>
        {onRemove && (
          <ActionIcon aria-label={`Remove ${item.title}`} data-hint="Remove" onClick={onRemove}>
            <IconTrash size={14} aria-hidden />
          </ActionIcon>
        )}
      </div>
    </div>
  );
}

/** `names, models and bounds`. */
function askedWords({ parameters }: LibraryItem): string {
  const words = { name: 'name', model: 'model', bound: 'bound' } as const;
  const counts = (['name', 'model', 'bound'] as const).flatMap((kind) => {
    const count = parameters.filter((parameter) => parameter.kind === kind).length;
    return count === 0 ? [] : [count === 1 ? words[kind] : `${words[kind]}s`];
  });
  return counts.length < 2 ? counts.join('') : `${counts.slice(0, -1).join(', ')} and ${counts.at(-1)}`;
}

function copy(item: LibraryItem): void {
  navigator.clipboard.writeText(item.text).then(
    () => notify({ kind: 'success', title: `Copied ${item.title}`, key: 'copied' }),
    () => notify({ kind: 'warning', title: 'The browser did not allow copying', key: 'copied' }),
  );
}
