// The creator (E-CANVAS-15): one searchable list for everything that can be added or connected. What a choice does follows from how it was
// opened; one choice is one step.
import { TextInput } from '@mantine/core';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import { useCallback, useMemo, useState } from 'react';
import type { CSSProperties, KeyboardEvent } from 'react';
import type { FileId, ItemId } from '../../document/model.ts';
import { edgeOf } from '../../document/projection.ts';
import { getDocument, useGraph } from '../../document/store.ts';
import { addDeclaration } from '../actions/addDeclaration.ts';
import { addNode } from '../actions/addNode.ts';
import { connect, retarget, whyNotConnect } from '../actions/connect.ts';
import { replaceKind } from '../actions/replaceKind.ts';
import {
  branchEntries,
  declarationEntries,
  endEntries,
  kindEntries,
  matching,
  nodeEntries,
} from '../creatorEntries.ts';
import type { CreatorEntry } from '../creatorEntries.ts';
import { takenWayOut } from '../kernels/connectRules.ts';
import { useCanvasHost, useView } from '../view.ts';
import type { CreatorRequest } from '../view.ts';
import { Floating } from './Floating.tsx';
import styles from './Floating.module.css';

export function Creator({ fileId }: { readonly fileId: FileId }) {
  const request = useView((state) => state.creator);
  return request ? (
    <OpenCreator key={`${request.anchor.x} ${request.anchor.y}`} fileId={fileId} request={request} />
  ) : null;
}

function OpenCreator({ fileId, request }: { readonly fileId: FileId; readonly request: CreatorRequest }) {
  const { view } = useCanvasHost();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const close = useCallback(() => view.setState({ creator: null }), [view]);
  const projection = useGraph(fileId);
  const entries = useMemo(() => entriesFor(fileId, request, projection), [fileId, request, projection]);
  const shown = useMemo(() => matching(entries, query), [entries, query]);
  const at = Math.min(active, shown.length - 1);
  const choose = (entry: CreatorEntry | undefined, connectToo: boolean): void => {
    if (!entry || entry.blocked !== undefined) return;
    view.setState({ creator: null });
    carryOut(fileId, request, entry, connectToo);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((at + step + shown.length) % Math.max(1, shown.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(shown[at], !event.altKey);
    }
  };
  return (
    <Floating anchor={request.anchor} label={titleOf(request)} onClose={close} width={320}>
      <div className={styles.search}>
        <TextInput
          data-autofocus
          autoFocus
          aria-label={titleOf(request)}
          placeholder={titleOf(request)}
          role="combobox"
          aria-expanded="true"
          aria-controls="creator-list"
          aria-activedescendant={shown[at] ? `creator-${at}` : undefined}
          leftSection={<IconSearch size={14} />}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className={styles.list} id="creator-list" role="listbox" aria-label={titleOf(request)}>
        {shown.length === 0 && <div className={styles.empty}>Nothing is called “{query}”.</div>}
        {shown.map((entry, index) => (
          <Row
            key={entry.key}
            entry={entry}
            index={index}
            heading={
              (query === '' || entry.onEdge !== shown[index - 1]?.onEdge) && entry.section !== shown[index - 1]?.section
            }
            active={index === at}
            onActive={() => setActive(index)}
            onChoose={(connectToo) => choose(entry, connectToo)}
          />
        ))}
      </div>
    </Floating>
  );
}

interface RowProps {
  readonly entry: CreatorEntry;
  readonly index: number;
  readonly heading: boolean;
  readonly active: boolean;
  readonly onActive: () => void;
  readonly onChoose: (connectToo: boolean) => void;
}
function Row({ entry, index, heading, active, onActive, onChoose }: RowProps) {
  const Glyph = entry.icon;
  return (
    <>
      {heading && <div className={styles.section}>{entry.section}</div>}
      <div
        id={`creator-${index}`}
        role="option"
        aria-selected={active}
        aria-disabled={entry.blocked !== undefined}
        className={styles.row}
        data-active={active || undefined}
        ref={(element) => {
          if (active) element?.scrollIntoView({ block: 'nearest' });
        }}
        onPointerMove={onActive}
        onClick={(event) => onChoose(!event.altKey)}
      >
        <span className={styles.glyph} style={{ '--hue': `var(--hue-${entry.hue})` } as CSSProperties}>
          <Glyph size={16} stroke={1.75} aria-hidden="true" />
        </span>
        <span className={styles.words}>
          <span>{entry.title}</span>
          <span>{entry.help}</span>
        </span>
      </div>
    </>
  );
}

function titleOf(request: CreatorRequest): string {
  if (request.replace) return 'Replace by…';
  if (request.retarget) return request.retarget.end === 'target' ? 'New target…' : 'New source…';
  if (request.existingOnly) return request.direction === 'from' ? 'Connect from…' : 'Connect to…';
  if (request.onEdge) return 'Insert on the edge…';
  return request.from ? 'Add what comes next…' : 'Add…';
}

function entriesFor(
  fileId: FileId,
  request: CreatorRequest,
  projection: ReturnType<typeof useGraph>,
): readonly CreatorEntry[] {
  const { from, retarget: moving, direction } = request;
  if (request.replace) return kindEntries();
  if (moving) {
    const edge = edgeOf(projection, moving.edge);
    const whyNot = (node: ItemId): string | null => {
      if (!edge) return 'This edge is not there any more';
      return moving.end === 'target'
        ? whyNotConnect(fileId, edge.source, node, edge.id)
        : whyNotConnect(fileId, node, edge.target, edge.id);
    };
    return nodeEntries(projection, whyNot);
  }
  const existing = from
    ? nodeEntries(projection, (node) =>
        direction === 'from' ? whyNotConnect(fileId, node, from) : whyNotConnect(fileId, from, node),
      )
    : [];
  if (request.existingOnly) return existing;
  const usable = existing.filter((entry) => entry.blocked === undefined);
  const rest = from || request.onEdge ? [] : declarationEntries();
  const taken = from && request.mayGoBetween ? takenWayOut(projection, from) : undefined;
  const kinds = taken ? branchEntries(taken, taken.data.from) : kindEntries();
  return [...kinds, ...(request.onEdge ? [] : endEntries()), ...usable, ...rest];
}

function carryOut(fileId: FileId, request: CreatorRequest, entry: CreatorEntry, connectToo: boolean): void {
  const { action } = entry;
  if (action.do === 'declare') {
    addDeclaration(fileId, action.kind);
    return;
  }
  if (action.do === 'connect') {
    if (request.retarget) retarget(fileId, request.retarget.edge, request.retarget.end, action.node);
    else if (request.from)
      connect(
        fileId,
        request.direction === 'from' ? action.node : request.from,
        request.direction === 'from' ? request.from : action.node,
      );
    return;
  }
  if (request.replace) {
    if ('kind' in action.what) replaceKind(fileId, request.replace, action.what.kind, action.what.mode);
    return;
  }
  if (!getDocument(fileId)) return;
  const between = connectToo ? entry.onEdge : undefined;
  if (between !== undefined) {
    addNode(fileId, action.what, { onEdge: between });
    return;
  }
  addNode(fileId, action.what, {
    ...(request.at ? { at: request.at } : {}),
    ...(request.from && connectToo ? { from: request.from } : {}),
    ...(request.onEdge ? { onEdge: request.onEdge } : {}),
  });
}
