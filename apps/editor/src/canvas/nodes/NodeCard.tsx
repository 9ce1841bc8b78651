// One node on the canvas: silhouette, icon tile, title, summary, chips, badges (E-VIS-04, E-VIS-08). Memoised on its own card; hover,
// selection, problems and run status come from keyed stores, so nothing else renders it (E-CANVAS-09).
import type { NodeProps } from '@xyflow/react';
import { createElement, memo } from 'react';
import type { CSSProperties } from 'react';
import type { CardView } from '../cards.ts';
import { kindEntry } from '../kinds.ts';
import type { Hue } from '../kinds.ts';
import { outline } from '../kernels/silhouettes.ts';
import { useNodeRun } from '../runStatus.ts';
import { useCanvasHost, useView } from '../view.ts';
import { Badges } from './Badges.tsx';
import { ExitPort } from './ExitPort.tsx';
import { RunMark } from './RunMark.tsx';
import { TitleField } from './TitleField.tsx';
import styles from './NodeCard.module.css';
import { useCardGestures } from '../interactions/cardGestures.ts';
import type { FlowNode } from '../flowNodes.ts';

/** How many chips fit before `+n` (E-VIS-08). */
const shownChips = 3;

export const NodeCard = memo(function NodeCard({ data }: NodeProps<FlowNode>) {
  const { card, direction } = data;
  const host = useCanvasHost();
  const gestures = useCardGestures(card.id);
  const look = useLook(card);
  const run = useNodeRun(host.status, card.name);
  const problems = useView((state) => state.problems.get(card.id));
  const entry = kindEntry(card.kind);
  const shape = outline(entry.silhouette, card.size, direction);
  const small = card.kind === 'done' || card.kind === 'fail' || card.kind === 'start';
  const label = [
    card.label,
    ...(problems ? [`${problems.errors + problems.warnings + problems.infos} problems`] : []),
    ...(run ? [run.status] : []),
  ].join(', ');
  return (
    <div
      id={`card-${card.id}`}
      className={styles.card}
      role="group"
      aria-label={label}
      data-kind={card.kind}
      data-look={look}
      data-status={host.status ? (run?.status ?? 'none') : undefined}
      data-stale={card.stale || undefined}
      data-unreachable={!card.reachable || undefined}
      data-problem={problems ? (problems.errors > 0 ? 'error' : problems.warnings > 0 ? 'warning' : 'info') : undefined}
      style={{ width: card.size.width, height: card.size.height, ...hueVariable(entry.hue) }}
      {...gestures}
    >
      <svg className={styles.shape} width={card.size.width} height={card.size.height} aria-hidden="true">
        <path className={styles.ring} d={shape.path} />
        <path className={styles.ringGap} d={shape.path} />
        <path className={styles.outline} d={shape.path} />
        {card.stale && <path className={styles.hatch} d={shape.path} />}
        {shape.inner !== undefined && <path className={styles.rule} d={shape.inner} />}
      </svg>
      {small ? <SmallContent card={card} /> : <CardContent card={card} inset={shape.inset} />}
      <RunMark card={card} />
      {card.kind !== 'done' && card.kind !== 'fail' && !host.readOnly && <ExitPort card={card} direction={direction} />}
    </div>
  );
});

/** The kind's hue, for tile and ports only (E-VIS-01). */
function hueVariable(hue: Hue): CSSProperties {
  return { '--hue': `var(--hue-${hue})` } as CSSProperties;
}

/** One word for everything that changes the whole card, so that one selector decides about rendering. */
function useLook(card: CardView): string {
  return useView((state) => {
    const { id } = card;
    const words: string[] = [];
    if (state.selected.has(id)) words.push('selected');
    if (state.hovered === id) words.push('hovered');
    const wire = state.hovered === null ? undefined : state.wires.get(state.hovered);
    if (wire?.source === id || wire?.target === id) words.push('end');
    if (state.focused === id) words.push('focused');
    if (state.dropNode === id) words.push('target');
    if (state.draft?.has(id)) words.push('dragging');
    const { connecting, search } = state;
    if (connecting) {
      if (connecting.over === id && connecting.reason === null) words.push('target');
      else if (!connecting.candidates.has(id) && connecting.from !== id) words.push('dimmed');
    } else if (search && search.query !== '' && !search.matches.some((match) => match.id === id)) words.push('dimmed');
    return words.join(' ');
  });
}

function CardContent({ card, inset }: { readonly card: CardView; readonly inset: number }) {
  return (
    <div className={styles.content} style={{ paddingInline: 10 + inset }}>
      <IconTile card={card} />
      <div className={styles.title}>
        <TitleField card={card} />
      </div>
      <Badges card={card} />
      <div className={styles.summary}>
        {card.summary.map((part, index) => (
          <span
            key={`${index} ${part.text}`}
            className={part.mono ? styles.mono : undefined}
            data-dim={part.dim || undefined}
            title={part.text}
          >
            {part.text}
          </span>
        ))}
      </div>
      {card.details.map((line, index) => (
        <div key={index} className={styles.detail} title={line}>
          {line}
        </div>
      ))}
      <div className={styles.chips}>
        {card.chips.slice(0, shownChips).map((chip) => (
          <span
            key={chip.title}
            className={styles.chip}
            title={chip.title}
            data-short={chip.text.length < 11 || undefined}
          >
            {chip.text}
          </span>
        ))}
        {card.chips.length > shownChips && (
          <span
            className={styles.more}
            title={card.chips
              .slice(shownChips)
              .map((chip) => chip.title)
              .join('\n')}
          >
            +{card.chips.length - shownChips}
          </span>
        )}
      </div>
    </div>
  );
}

function SmallContent({ card }: { readonly card: CardView }) {
  const entry = kindEntry(card.kind);
  return (
    <div className={styles.small}>
      {createElement(entry.icon(null), { size: 16, stroke: 2, 'aria-hidden': true, className: styles.smallIcon ?? '' })}
      <span>{entry.title}</span>
      {card.summary.map((part) => (
        <span key={part.text} className={styles.count} title={`${part.text} ways in`}>
          {part.text}
        </span>
      ))}
      <Badges card={card} />
    </div>
  );
}

function IconTile({ card }: { readonly card: CardView }) {
  const entry = kindEntry(card.kind);
  // Only a router's icon depends on more than its kind.
  const icon = entry.icon(card.variant === undefined ? null : ({ kind: card.kind, mode: card.variant } as never));
  return (
    <div className={styles.tile} title={entry.title}>
      {createElement(icon, { size: 18, stroke: 1.75, 'aria-hidden': true })}
    </div>
  );
}
