// The frames of expanded groups, behind everything: a line around the members and the name, which selects the group.
import { boxAround } from '../kernels/geometry.ts';
import { useCanvasHost, useView } from '../view.ts';
import styles from './EdgesLayer.module.css';

const margin = 20;
const heading = 24;

export function GroupFrames() {
  const groups = useView((state) => state.openGroups);
  const boxes = useView((state) => state.boxes);
  const draft = useView((state) => state.draft);
  const selected = useView((state) => state.selected);
  const { select, menu } = useCanvasHost();
  return groups.map((group) => {
    const around = boxAround(
      group.members.flatMap((id) => {
        const box = boxes.get(id);
        return box ? [{ ...box, ...draft?.get(id) }] : [];
      }),
    );
    if (!around) return null;
    const x = around.x - margin;
    const y = around.y - margin - heading;
    return (
      <g key={group.id} className={styles.group} data-selected={selected.has(group.id) || undefined}>
        <rect
          x={x}
          y={y}
          width={around.width + 2 * margin}
          height={around.height + 2 * margin + heading}
          rx={12}
          style={group.color === undefined ? undefined : { stroke: group.color }}
        />
        <text
          x={x + 12}
          y={y + 18}
          role="button"
          aria-label={`Group ${group.name}`}
          onPointerDown={(event) => {
            event.stopPropagation();
            select([group.id], group.id);
          }}
          onContextMenu={(event) => {
            event.preventDefault();
            select([group.id], group.id);
            menu?.({ anchor: { x: event.clientX, y: event.clientY }, item: group.id });
          }}
        >
          {group.name}
        </text>
      </g>
    );
  });
}
