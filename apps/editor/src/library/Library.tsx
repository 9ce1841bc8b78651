// The library (E-LIB-01): kinds to drag or add, patterns, prompts and schemas of the file, own snippets. Drag, click and Enter do the same.
import { TextInput } from '@mantine/core';
import IconBraces from '@tabler/icons-react/dist/esm/icons/IconBraces.mjs';
import IconMessage2 from '@tabler/icons-react/dist/esm/icons/IconMessage2.mjs';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import { useState } from 'react';
import type { CSSProperties, KeyboardEvent, ReactNode } from 'react';
import { notify } from '../app/notifications.tsx';
import { addNode } from '../canvas/actions/addNode.ts';
import type { NewKind } from '../canvas/acts.ts';
import { fromSelection } from '../canvas/commandHandlers.ts';
import { endEntries, kindEntries, matching } from '../canvas/creatorEntries.ts';
import type { CreatorEntry } from '../canvas/creatorEntries.ts';
import { kindType } from '../canvas/interactions/dropOnCanvas.ts';
import type { FileId } from '../document/model.ts';
import { getDocument, select, useDocuments, useGraph } from '../document/store.ts';
import { revealItem } from '../app/reveal.ts';
import { PanelHeader } from '../ui/PanelHeader.tsx';
import { ItemRow } from './ItemRow.tsx';
import { found } from './libraryItem.ts';
import { patterns } from './patterns.ts';
import { removeSnippet, restoreSnippet, useSnippets } from './snippets.ts';
import type { Scope, SnippetItem } from './snippets.ts';
import styles from './Library.module.css';

export function Library() {
  const fileId = useDocuments((state) => state.active);
  const [query, setQuery] = useState('');
  const [tags, setTags] = useState<readonly string[]>([]);
  const snippets = useSnippets();
  const kinds = tags.length > 0 ? [] : matching([...kindEntries(), ...endEntries()], query);
  const shownPatterns = found(patterns, query, tags);
  const mine = (scope: Scope) => snippets.items.filter((item) => item.scope === scope);
  return (
    <div className={styles.library} data-zone="library" onKeyDown={walk}>
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
        <Tags all={[...patterns, ...snippets.items].flatMap((item) => item.tags)} chosen={tags} onChoose={setTags} />
      </div>
      <Section title="Kinds" shown={kinds.length > 0}>
        {kinds.map((entry) => (
          <KindTile key={entry.key} entry={entry} fileId={fileId} />
        ))}
      </Section>
      <Section title="Patterns" shown={shownPatterns.length > 0} list>
        {shownPatterns.map((item) => (
          <ItemRow key={item.id} item={item} fileId={fileId} />
        ))}
      </Section>
      {fileId !== null && tags.length === 0 && <OwnDeclarations fileId={fileId} query={query} />}
      {(['user', 'workspace'] as const).map((scope) => (
        <SnippetSection
          key={scope}
          title={scope === 'user' ? 'My snippets' : 'Workspace snippets'}
          items={mine(scope)}
          shown={found(mine(scope), query, tags)}
          empty={
            snippets.failure ??
            (snippets.isRead
              ? `None yet: select nodes, then Save selection as snippet${scope === 'user' ? '' : ', in this workspace'}.`
              : 'Known once the server is connected.')
          }
          searching={query !== '' || tags.length > 0}
          fileId={fileId}
        />
      ))}
    </div>
  );
}

/** Arrows go from one thing of the library to the next, from the search to the first. */
function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || event.defaultPrevented) return;
  const all = [
    ...event.currentTarget.querySelectorAll<HTMLElement>('[data-library-search], [data-library-item]:not(:disabled)'),
  ];
  const at = all.findIndex((each) => each === event.target);
  const next = all[at + step];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

interface TagsProps {
  readonly all: readonly string[];
  readonly chosen: readonly string[];
  readonly onChoose: (tags: readonly string[]) => void;
}
/** What the items are tagged with, the most frequent first; pressed ones must all be there. */
function Tags({ all, chosen, onChoose }: TagsProps) {
  const counts = new Map<string, number>();
  for (const tag of all) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const tags = [...counts].toSorted(([a, m], [b, n]) => n - m || a.localeCompare(b)).map(([tag]) => tag);
  return (
    <div className={styles.tagLine} role="group" aria-label="Tags">
      {tags.map((tag) => (
        <button
          key={tag}
          type="button"
          className={styles.tag}
          aria-pressed={chosen.includes(tag)}
          onClick={() => onChoose(chosen.includes(tag) ? chosen.filter((other) => other !== tag) : [...chosen, tag])}
        >
          {tag}
        </button>
      ))}
    </div>
  );
}

interface SnippetSectionProps {
  readonly title: string;
  readonly items: readonly SnippetItem[];
  readonly shown: readonly SnippetItem[];
  /** Said where there are none. */
  readonly empty: string;
  readonly searching: boolean;
  readonly fileId: FileId | null;
}
function SnippetSection({ title, items, shown, empty, searching, fileId }: SnippetSectionProps) {
  return (
    <Section title={title} shown={shown.length > 0 || !searching} list>
      {shown.map((item) => (
        <ItemRow key={item.id} item={item} fileId={fileId} onRemove={() => void remove(item)} />
      ))}
      {items.length === 0 && <p className={styles.about}>{empty}</p>}
    </Section>
  );
}

async function remove(item: SnippetItem): Promise<void> {
  const reason = await removeSnippet(item);
  if (reason !== null) {
    notify({ kind: 'warning', title: `${item.title} was not removed`, message: reason });
    return;
  }
  const restore = async (): Promise<void> => {
    const refused = await restoreSnippet(item);
    if (refused !== null) notify({ kind: 'warning', title: `${item.title} was not put back`, message: refused });
  };
  notify({
    kind: 'success',
    title: `Removed ${item.title} from the library`,
    key: 'snippet',
    actions: [{ label: 'Undo', run: () => void restore() }],
  });
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
      data-library-item
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
            data-library-item
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
