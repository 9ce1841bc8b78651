// The library (E-LIB-01): kinds to drag or add, patterns, prompts and schemas of the file, own snippets. Drag, click and Enter do the same.
import { ActionIcon, TextInput } from '@mantine/core';
import IconBraces from '@tabler/icons-react/dist/esm/icons/IconBraces.mjs';
import IconCopy from '@tabler/icons-react/dist/esm/icons/IconCopy.mjs';
import IconMessage2 from '@tabler/icons-react/dist/esm/icons/IconMessage2.mjs';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs';
import { useState } from 'react';
import type { CSSProperties, ReactNode } from 'react';
import { notify } from '../app/notifications.tsx';
import { addNode } from '../canvas/actions/addNode.ts';
import type { NewKind } from '../canvas/acts.ts';
import { fromSelection } from '../canvas/commandHandlers.ts';
import { endEntries, kindEntries, matching } from '../canvas/creatorEntries.ts';
import type { CreatorEntry } from '../canvas/creatorEntries.ts';
import { fragmentType, kindType } from '../canvas/interactions/dropOnCanvas.ts';
import type { FileId } from '../document/model.ts';
import { getDocument, select, useDocuments, useGraph } from '../document/store.ts';
import { revealItem } from '../app/reveal.ts';
import { PanelHeader } from '../ui/PanelHeader.tsx';
import { insertText } from './insertItem.ts';
import { found } from './libraryItem.ts';
import type { LibraryItem } from './libraryItem.ts';
import { patterns } from './patterns.ts';
import { removeSnippet, useSnippets } from './snippets.ts';
import styles from './Library.module.css';

export function Library() {
  const fileId = useDocuments((state) => state.active);
  const [query, setQuery] = useState('');
  const snippets = useSnippets((state) => state.items);
  const kinds = matching([...kindEntries(), ...endEntries()], query);
  return (
    <div className={styles.library} data-zone="library">
      <PanelHeader title="Library" />
      <div className={styles.search}>
        <TextInput
          data-library-search
          aria-label="Search the library"
          placeholder="Search kinds, patterns, snippets"
          leftSection={<IconSearch size={14} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      </div>
      <Section title="Kinds" shown={kinds.length > 0}>
        {kinds.map((entry) => (
          <KindTile key={entry.key} entry={entry} fileId={fileId} />
        ))}
      </Section>
      <Section title="Patterns" shown={found(patterns, query).length > 0} list>
        {found(patterns, query).map((item) => (
          <ItemRow key={item.id} item={item} fileId={fileId} />
        ))}
      </Section>
      {fileId !== null && <OwnDeclarations fileId={fileId} query={query} />}
      <Section title="My snippets" shown={snippets.length > 0} list>
        {found(snippets, query).map((item) => (
          <ItemRow key={item.id} item={item} fileId={fileId} onRemove={() => removeSnippet(item.id)} />
        ))}
      </Section>
    </div>
  );
}

function Section({
  title,
  shown,
  list = false,
  children,
}: {
  readonly title: string;
  readonly shown: boolean;
  readonly list?: boolean;
  readonly children: ReactNode;
}) {
  if (!shown) return null;
  return (
    <section className={styles.section}>
      <h3 className={styles.title}>{title}</h3>
      <div className={list ? styles.list : styles.tiles}>{children}</div>
    </section>
  );
}

function KindTile({ entry, fileId }: { readonly entry: CreatorEntry; readonly fileId: FileId | null }) {
  const Glyph = entry.icon;
  const what: NewKind | null = entry.action.do === 'add' ? entry.action.what : null;
  if (!what) return null;
  return (
    <button
      type="button"
      className={styles.tile}
      draggable
      title={`${entry.help}. Click to add, or drag onto the canvas or onto an edge.`}
      disabled={fileId === null}
      onDragStart={(event) => {
        event.dataTransfer.setData(kindType, JSON.stringify(what));
        event.dataTransfer.effectAllowed = 'copy';
      }}
      onClick={() => {
        const document = fileId === null ? undefined : getDocument(fileId);
        if (document) addNode(document.id, what, fromSelection(document));
      }}
    >
      <span className={styles.glyph} style={{ '--hue': `var(--hue-${entry.hue})` } as CSSProperties}>
        <Glyph size={18} stroke={1.75} aria-hidden="true" />
      </span>
      <span>{shortTitle(entry.title)}</span>
    </button>
  );
}

/** Tiles are narrow: a router is known by its mode. */
function shortTitle(title: string): string {
  const mode = title.replace('Router: ', '');
  return mode.charAt(0).toUpperCase() + mode.slice(1);
}

function ItemRow({
  item,
  fileId,
  onRemove,
}: {
  readonly item: LibraryItem;
  readonly fileId: FileId | null;
  readonly onRemove?: () => void;
}) {
  return (
    <div className={styles.item}>
      <button
        type="button"
        className={styles.itemMain}
        draggable
        disabled={fileId === null}
        title={`${item.description} Click to insert, or drag onto the canvas.`}
        onDragStart={(event) => {
          event.dataTransfer.setData(fragmentType, item.text);
          event.dataTransfer.setData('text/plain', item.text);
          event.dataTransfer.effectAllowed = 'copy';
        }}
        onClick={() => fileId !== null && insertText(fileId, item.text, item.title)}
      >
        <strong>{item.title}</strong>
        <span>{item.description}</span>
        {item.tags.length > 0 && <span className={styles.tags}>{item.tags.join(' · ')}</span>}
      </button>
      <ActionIcon
        aria-label={`Copy ${item.title} as DSL`}
        onClick={() => {
          void navigator.clipboard
            .writeText(item.text)
            .then(() => notify({ kind: 'success', title: `Copied ${item.title}`, key: 'copied' }));
        }}
      >
        <IconCopy size={14} />
      </ActionIcon>
      {onRemove && (
        <ActionIcon aria-label={`Remove ${item.title}`} onClick={onRemove}>
          <IconTrash size={14} />
        </ActionIcon>
      )}
    </div>
  );
}

/** Prompts and schemas that the file has already: a click shows them. */
function OwnDeclarations({ fileId, query }: { readonly fileId: FileId; readonly query: string }) {
  const projection = useGraph(fileId);
  const own = projection.declarations.filter(
    (view) =>
      (view.space === 'prompt' || view.space === 'schema') && view.name.toLowerCase().includes(query.toLowerCase()),
  );
  return (
    <Section title="Prompts and schemas" shown={own.length > 0} list>
      {own.map((view) => {
        const Glyph = view.space === 'prompt' ? IconMessage2 : IconBraces;
        return (
          <button
            key={view.id}
            type="button"
            className={styles.declaration}
            onClick={() => select(fileId, [view.id])}
            onDoubleClick={() => revealItem(fileId, view.id)}
          >
            <Glyph size={14} aria-hidden="true" />
            {view.name}
          </button>
        );
      })}
    </Section>
  );
}
