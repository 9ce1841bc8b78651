// Editing in place (E-EDGE-04, E-CANVAS-34): condition, loop and data on their chip, problems and comment on their badge, a peek beside a node.
// The editors are those of the inspector; Esc returns to the canvas.
import { Textarea } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { FileId, ItemId } from '../../document/model.ts';
import { nodeOf } from '../../document/projection.ts';
import { useDocumentPart, useGraph } from '../../document/store.ts';
import { ConditionEditor } from '../../inspector/edge/ConditionEditor.tsx';
import { LoopEditor } from '../../inspector/edge/LoopEditor.tsx';
import { MappingEditor } from '../../inspector/edge/MappingEditor.tsx';
import { ProblemLines } from '../../inspector/Field.tsx';
import { commitOperation } from '../../inspector/formScope.tsx';
import { useDraft } from '../../inspector/useDraft.ts';
import type { Point } from '../kernels/geometry.ts';
import { anchorBeside, anchorOf, canvasOf } from '../mounted.ts';
import type { MountedCanvas } from '../mounted.ts';
import { useCanvasHost, useView } from '../view.ts';
import type { Badge, InPlace } from '../view.ts';
import { Floating } from './Floating.tsx';
import styles from './Floating.module.css';
import { Peek } from './Peek.tsx';

/** Room for a line of a prompt and a field of a schema. */
const peekWidth = 420;

type Shown = Exclude<InPlace, { readonly part: 'name' }>;
const titles: { readonly [P in Shown['part']]: string } = {
  condition: 'Condition',
  loop: 'Loop',
  data: 'Data',
  badge: 'About this node',
  peek: 'Prompts, schemas, data',
};

export function InPlaceEditor({ fileId }: { readonly fileId: FileId }) {
  const shown = useView((state) => (state.inPlace && state.inPlace.part !== 'name' ? state.inPlace : null));
  return shown ? <Open key={`${shown.part} ${shown.item}`} fileId={fileId} shown={shown} /> : null;
}

function Open({ fileId, shown }: { readonly fileId: FileId; readonly shown: Shown }) {
  const { view } = useCanvasHost();
  const close = useCallback(() => view.setState({ inPlace: null }), [view]);
  const canvas = canvasOf(fileId);
  const [anchor] = useState(() => canvas && anchorFor(canvas, shown));
  if (!anchor) return null;
  return (
    <Floating
      anchor={anchor}
      label={titles[shown.part]}
      onClose={close}
      width={shown.part === 'peek' ? peekWidth : shown.part === 'data' ? 400 : 300}
    >
      <div data-zone="form">
        <div className={styles.heading}>{titles[shown.part]}</div>
        <div className={styles.body} data-part={shown.part}>
          <Part fileId={fileId} shown={shown} />
        </div>
      </div>
    </Floating>
  );
}

/** Where the panel stands; it stays there while what it edits changes the picture. */
function anchorFor(canvas: MountedCanvas, { part, item }: Shown): Point {
  return part === 'peek' ? anchorBeside(canvas, item, peekWidth) : anchorOf(canvas, item);
}

function Part({ fileId, shown }: { readonly fileId: FileId; readonly shown: Shown }) {
  switch (shown.part) {
    case 'condition':
      return <ConditionEditor fileId={fileId} item={shown.item} />;
    case 'loop':
      return <LoopEditor fileId={fileId} item={shown.item} />;
    case 'data':
      return <MappingEditor fileId={fileId} item={shown.item} />;
    case 'badge':
      return <AboutBadge fileId={fileId} item={shown.item} badge={shown.badge} />;
    case 'peek':
      return <Peek fileId={fileId} item={shown.item} />;
    default:
      return shown satisfies never;
  }
}

function AboutBadge({
  fileId,
  item,
  badge,
}: {
  readonly fileId: FileId;
  readonly item: ItemId;
  readonly badge: Badge;
}) {
  switch (badge) {
    case 'problems':
      return <Problems fileId={fileId} item={item} />;
    case 'comment':
      return <Comment fileId={fileId} item={item} />;
    case 'entry':
      return (
        <p className={styles.note}>Entry: a run starts here. Select another node and press Shift+E to move it there.</p>
      );
    case 'writer':
      return (
        <p className={styles.note}>
          Writes to the workspace, so it holds the workspace lock while it works: of parallel branches, one writes at a
          time.
        </p>
      );
    default:
      return badge satisfies never;
  }
}

function Problems({ fileId, item }: { readonly fileId: FileId; readonly item: ItemId }) {
  const projection = useGraph(fileId);
  const diagnostics = useDocumentPart(fileId, (document) => document.diagnostics) ?? [];
  const view = projection.items.get(item);
  const own = diagnostics.filter(
    (problem) => problem.nodeId === view?.name || (view?.type === 'edge' && problem.edgeId === view.name),
  );
  const stale = view?.type !== 'declaration' && view?.stale === true;
  return (
    <>
      {stale && (
        <p className={styles.note}>
          The text of this item has errors. It is shown as it last was; fix it in the source.
        </p>
      )}
      <ProblemLines id="badge-problems" problems={own} scope={{ fileId }} />
      {own.length === 0 && !stale && <p className={styles.note}>No problems any more.</p>}
    </>
  );
}

/** The comment above the declaration, which moves with it (E-CANVAS-29); emptied it goes. */
function Comment({ fileId, item }: { readonly fileId: FileId; readonly item: ItemId }) {
  const node = nodeOf(useGraph(fileId), item);
  const name = node?.name ?? '';
  const draft = useDraft(node?.data?.description ?? '', (text) =>
    commitOperation(
      fileId,
      { op: 'setDescription', target: { space: 'node', name }, text },
      `Describe ${name}`,
      `description ${name}`,
    ),
  );
  return (
    <Textarea
      aria-label={`Description of ${name}`}
      placeholder="What this node is for"
      autosize
      minRows={3}
      maxRows={12}
      data-autofocus
      value={draft.text}
      error={draft.error}
      onChange={(event) => draft.change(event.currentTarget.value)}
      onBlur={draft.leave}
    />
  );
}
