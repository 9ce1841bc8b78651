// Editing in place (E-EDGE-04, E-CANVAS-34): condition, loop and data on their chip, problems and comment on their badge, a peek beside a node.
// The editors are those of the inspector; Esc returns to the canvas.
import { useCallback, useState } from 'react';
import type { FileId, ItemId } from '../../document/model.ts';
import { nodeOf } from '../../document/projection.ts';
import { useDocumentPart, useGraph } from '../../document/store.ts';
import { ConditionEditor } from '../../inspector/edge/ConditionEditor.tsx';
import { LoopEditor } from '../../inspector/edge/LoopEditor.tsx';
import { MappingEditor } from '../../inspector/edge/MappingEditor.tsx';
import { ProblemLines } from '../../inspector/Field.tsx';
import type { Point } from '../kernels/geometry.ts';
import { anchorBeside, anchorOf, canvasOf } from '../mounted.ts';
import type { MountedCanvas } from '../mounted.ts';
import { useCanvasHost, useView } from '../view.ts';
import type { InPlace } from '../view.ts';
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
      return shown.badge === 'problems' ? (
        <Problems fileId={fileId} item={shown.item} />
      ) : (
        <Comment fileId={fileId} item={shown.item} />
      );
    case 'peek':
      return <Peek fileId={fileId} item={shown.item} />;
    default:
      return shown satisfies never;
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

function Comment({ fileId, item }: { readonly fileId: FileId; readonly item: ItemId }) {
  const node = nodeOf(useGraph(fileId), item);
  return <p style={{ margin: 0, whiteSpace: 'pre-wrap' }}>{node?.data?.description}</p>;
}
