// Events of a log as lines: number, time since the start, type, place, and what its data say in short.
import type { JsonMap, RunEvent, View } from '@iterion/engine';
import { formatDuration } from '@iterion/engine';
import { oneLine, visible } from '@iterion/runtime/text';
import type { Parsed } from '../args/spec.ts';
import { usage } from '../failure.ts';
import type { Terminal } from '../output/terminal.ts';

const PLACE_WIDTH = 16;

/** `--from`, `--type`, `--node`. */
export function eventChooser(args: Parsed): (event: RunEvent) => boolean {
  const from = Number(args.value('from') ?? 0);
  if (!Number.isInteger(from) || from < 0)
    throw usage(`--from needs the number of an event, not ${args.value('from') ?? ''}`);
  const types = new Set(args.values('type'));
  const nodes = new Set(args.values('node'));
  return ({ seq, type, node_id }) =>
    seq >= from &&
    (types.size === 0 || types.has(type)) &&
    (nodes.size === 0 || (node_id !== undefined && nodes.has(node_id)));
}

export function printEvents(terminal: Terminal, events: readonly RunEvent[], view: View): void {
  terminal.out(`\n${terminal.paint('bold', 'Events')}\n`);
  for (const event of events) terminal.out(`${eventText(terminal, event, view.run.started_at)}\n`);
}

export function eventText(terminal: Terminal, event: RunEvent, startedAt: string | null): string {
  const { seq, timestamp, type, node_id, branch_id, iteration = 0, attempt = 1 } = event;
  const elapsed = formatDuration(Math.max(0, Date.parse(timestamp) - Date.parse(startedAt ?? timestamp)));
  const visit = node_id === undefined || (iteration === 0 && attempt === 1) ? '' : ` ${iteration}.${attempt}`;
  const branch = branch_id === undefined ? '' : ` [${branch_id}]`;
  const place = visible(`${node_id ?? ''}${visit}${branch}`);
  const head = `${String(seq).padStart(5)} ${elapsed.padStart(8)}  ${type.padEnd(22)} ${place.padEnd(PLACE_WIDTH)}`;
  const room = Math.max(24, terminal.columns - head.length - 2);
  return `${head}  ${terminal.paint('dim', oneLine(dataText(event.data as unknown as JsonMap), room))}`.trimEnd();
}

function dataText(data: JsonMap): string {
  const parts = Object.entries(data).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return parts.join(' ');
}
