// The search field over the canvas (E-CANVAS-13): counter, Enter and Shift+Enter cycle, what does not match dims.
import { ActionIcon, TextInput } from '@mantine/core';
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import IconChevronUp from '@tabler/icons-react/dist/esm/icons/IconChevronUp.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { useEffect, useMemo } from 'react';
import { announce } from '../../app/announce.tsx';
import type { ItemId } from '../../document/model.ts';
import type { Projection } from '../../document/projection.ts';
import { useCanvasHost, useView } from '../view.ts';
import { searchIndex } from './searchIndex.ts';
import { searchStep } from './searchStep.ts';
import styles from './SearchBar.module.css';

const shownResults = 8;

export function SearchBar({ projection }: { readonly projection: Projection }) {
  const open = useView((state) => state.search !== null);
  return open ? <OpenSearch projection={projection} /> : null;
}

function OpenSearch({ projection }: { readonly projection: Projection }) {
  const host = useCanvasHost();
  const { view } = host;
  const search = useView((state) => state.search);
  const index = useMemo(() => searchIndex(projection), [projection]);
  // The graph may change under an open search: its matches follow.
  useEffect(() => {
    view.setState((state) =>
      state.search && state.search.query !== ''
        ? { search: { ...state.search, matches: index.find(state.search.query, state.problems) } }
        : {},
    );
  }, [view, index]);
  if (!search) return null;
  const { matches, at, query } = search;
  const close = (): void => {
    view.setState({ search: null });
    document.querySelector<HTMLElement>('[data-zone~="canvas"], [data-zone~="run"]')?.focus({ preventScroll: true });
  };
  const type = (text: string): void => {
    const found = index.find(text, view.getState().problems);
    view.setState({ search: { query: text, matches: found, at: 0 } });
    announce(found.length === 0 ? 'No match' : `${found.length} ${found.length === 1 ? 'match' : 'matches'}`);
  };
  return (
    <div className={styles.bar} role="search" onPointerDown={(event) => event.stopPropagation()}>
      <TextInput
        autoFocus
        aria-label="Search the graph"
        placeholder="Search; kind:judge has:problem is:loop"
        value={query}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter')
            searchStep(
              host,
              event.shiftKey ? -1 : matches.some((match) => host.view.getState().primary === match.id) ? 1 : 0,
            );
          if (event.key === 'Escape') {
            event.stopPropagation();
            close();
          }
        }}
      />
      <span className={styles.count}>
        {query === '' ? '' : `${matches.length === 0 ? 0 : at + 1}/${matches.length}`}
      </span>
      <ActionIcon aria-label="Previous match" onClick={() => searchStep(host, -1)}>
        <IconChevronUp size={16} />
      </ActionIcon>
      <ActionIcon aria-label="Next match" onClick={() => searchStep(host, 1)}>
        <IconChevronDown size={16} />
      </ActionIcon>
      <ActionIcon aria-label="Close search" onClick={close}>
        <IconX size={16} />
      </ActionIcon>
      {query !== '' && matches.length > 0 && (
        <ul className={styles.results}>
          {matches.slice(0, shownResults).map((match, place) => (
            <li key={match.id}>
              <button
                type="button"
                data-active={place === at || undefined}
                onClick={() => {
                  view.setState({ search: { ...search, at: place }, goTo: { item: match.id } });
                  host.select([match.id], match.id);
                }}
              >
                <strong>{nameOf(projection, match.id)}</strong>
                <span>{match.fragment}</span>
              </button>
            </li>
          ))}
          {matches.length > shownResults && <li className={styles.more}>{matches.length - shownResults} more</li>}
        </ul>
      )}
    </div>
  );
}

function nameOf(projection: Projection, id: ItemId): string {
  const view = projection.items.get(id);
  return view?.type === 'edge' ? `${view.data.from} → ${view.data.to}` : (view?.name ?? '');
}
