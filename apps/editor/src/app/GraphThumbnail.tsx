// A small drawing of a workflow: the real graph in layers, without names. Decoration only; the card says the rest.
import { useMemo } from 'react';
import { kindEntry } from '../canvas/kinds.ts';
import { compileDocument, parseText } from '../document/language.ts';
import { layered } from './thumbnailLayout.ts';
import classes from './GraphThumbnail.module.css';

const width = 14;
const height = 7;

export function GraphThumbnail({ text }: { readonly text: string }) {
  const drawing = useMemo(() => {
    const graph = compileDocument(parseText(text));
    return layered(
      graph.nodes.filter((node) => (node.kind !== 'done' && node.kind !== 'fail') || node.incoming.length > 0),
      graph.edges,
      graph.workflow?.entry,
    );
  }, [text]);
  const { nodes, edges, columns, rows } = drawing;
  return (
    <svg
      className={classes['drawing']}
      viewBox={`0 0 ${Math.max(columns, 1) * 26} ${Math.max(rows, 1) * 14}`}
      preserveAspectRatio="xMidYMid meet"
      aria-hidden="true"
    >
      {edges.map(([from, to]) => (
        <path
          key={`${from.x},${from.y},${to.x},${to.y}`}
          className={classes['edge']}
          d={`M${from.x + width} ${from.y + height / 2}C${from.x + width + 6} ${from.y + height / 2} ${to.x - 6} ${to.y + height / 2} ${to.x} ${to.y + height / 2}`}
        />
      ))}
      {nodes.map((node) => (
        <rect
          key={node.id}
          className={classes['node']}
          style={{ fill: `var(--hue-${kindEntry(node.kind).hue})` }}
          x={node.x}
          y={node.y}
          width={width}
          height={height}
          rx={node.kind === 'tool' || node.kind === 'compute' ? 1 : 2.5}
        />
      ))}
    </svg>
  );
}
