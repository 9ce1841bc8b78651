// Marks on the slider (E-RUN-17): where nodes start and end, where the run paused, was answered, failed, met its budget. Pure.
import type { RunEventEnvelope } from '@iterion/protocol';

type MarkKind = 'start' | 'end' | 'pause' | 'answer' | 'failure' | 'budget';
export interface Mark {
  readonly seq: number;
  readonly kind: MarkKind;
  readonly words: string;
}

const KIND: { readonly [type: string]: MarkKind } = {
  node_started: 'start',
  node_finished: 'end',
  node_failed: 'failure',
  node_interrupted: 'failure',
  node_recovery: 'failure',
  run_failed: 'failure',
  run_cancelled: 'failure',
  run_interrupted: 'failure',
  run_finished: 'end',
  run_paused: 'pause',
  human_input_requested: 'pause',
  run_resumed: 'answer',
  human_answers_recorded: 'answer',
  budget_warning: 'budget',
  budget_exceeded: 'budget',
};
/** What the log is asked for. */
export const markedTypes: string = Object.keys(KIND).join(',');

export function marksOf(events: readonly RunEventEnvelope[]): Mark[] {
  return events.flatMap((event) => {
    const kind = KIND[event.type];
    if (kind === undefined) return [];
    const what = event.type.replaceAll('_', ' ');
    return [{ seq: event.seq, kind, words: event.node_id === undefined ? what : `${event.node_id}: ${what}` }];
  });
}

export function markBefore(marks: readonly Mark[], seq: number): Mark | undefined {
  return marks.findLast((mark) => mark.seq < seq);
}
export function markAfter(marks: readonly Mark[], seq: number): Mark | undefined {
  return marks.find((mark) => mark.seq > seq);
}

/** What stands out more is drawn where several marks fall on one place. */
const WEIGHT: { readonly [K in MarkKind]: number } = { start: 0, end: 1, answer: 2, budget: 3, pause: 4, failure: 5 };

/** At most one mark per place of a track that has `places` of them. */
export function drawnMarks(
  marks: readonly Mark[],
  last: number,
  places: number,
): readonly (Mark & { place: number })[] {
  const drawn = new Map<number, Mark>();
  for (const mark of marks) {
    const place = Math.round((mark.seq / Math.max(1, last)) * places);
    const known = drawn.get(place);
    if (known === undefined || WEIGHT[mark.kind] > WEIGHT[known.kind]) drawn.set(place, mark);
  }
  return [...drawn].map(([place, mark]) => ({ ...mark, place: place / places }));
}
