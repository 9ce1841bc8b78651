// A small closed set, side by side. What applies without being written is outlined, what is written is filled; arrows move the choice.
import type { KeyboardEvent } from 'react';
import styles from './controls.module.css';

interface Segment {
  readonly value: string;
  readonly label: string;
  readonly title?: string;
  /** Why it cannot be chosen; it stays readable. */
  readonly reason?: string | undefined;
}
interface SegmentsProps {
  readonly id?: string;
  readonly label: string;
  readonly describedBy?: string;
  readonly segments: readonly Segment[];
  readonly value: string | null;
  /** What applies while nothing is chosen. */
  readonly implied?: string | undefined;
  readonly disabled?: boolean;
  readonly onChoose: (value: string) => void;
}

export function Segments({ id, label, describedBy, segments, value, implied, disabled, onChoose }: SegmentsProps) {
  const at = Math.max(
    0,
    segments.findIndex((segment) => segment.value === (value ?? implied)),
  );
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step =
      event.key === 'ArrowRight' || event.key === 'ArrowDown'
        ? 1
        : event.key === 'ArrowLeft' || event.key === 'ArrowUp'
          ? -1
          : 0;
    if (step === 0) return;
    event.preventDefault();
    const free = segments.flatMap((segment, index) => (segment.reason === undefined || index === at ? [index] : []));
    const next = free[(free.indexOf(at) + step + free.length) % free.length] ?? at;
    const segment = segments[next];
    if (!segment || segment.reason !== undefined) return;
    onChoose(segment.value);
    event.currentTarget.querySelectorAll<HTMLElement>('[role="radio"]')[next]?.focus();
  };
  return (
    <div
      id={id}
      className={styles.segments}
      role="radiogroup"
      aria-label={label}
      aria-describedby={describedBy}
      onKeyDown={onKeyDown}
    >
      {segments.map((segment, index) => (
        <button
          key={segment.value}
          type="button"
          role="radio"
          className={styles.segment}
          aria-checked={segment.value === value}
          data-implied={(value === null && segment.value === implied) || undefined}
          tabIndex={index === at ? 0 : -1}
          disabled={disabled}
          aria-disabled={segment.reason !== undefined || undefined}
          title={segment.reason ?? segment.title}
          onClick={() => segment.reason === undefined && onChoose(segment.value)}
        >
          {segment.label}
        </button>
      ))}
    </div>
  );
}
