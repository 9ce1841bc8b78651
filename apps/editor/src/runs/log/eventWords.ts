// One line for an event: what a person wants to know of it first. Pure; unknown types show their data's first keys.
import type { RunEventEnvelope } from '@iterion/protocol';
import { count, duration } from '../kernels/words.ts';

export function eventWords({ type, data }: RunEventEnvelope): string {
  const text = (key: string): string =>
    typeof data[key] === 'string'
      ? data[key]
      : data[key] === undefined || data[key] === null
        ? ''
        : JSON.stringify(data[key]);
  const number = (key: string): number => (typeof data[key] === 'number' ? data[key] : 0);
  switch (type) {
    case 'edge_selected':
      return `${text('from')} → ${text('to')}${data['loop'] === undefined ? '' : `, ${text('loop')} ${number('iteration')} of ${number('max')}`}`;
    case 'node_started':
      return text('kind');
    case 'node_finished':
      return `${data['_duration_s'] === undefined ? '' : duration(number('_duration_s') * 1000)} ${short(data['output'])}`.trim();
    case 'node_failed':
    case 'run_failed':
      return `${text('code')} ${text('error')}`.trim();
    case 'usage_recorded':
      return `${count(number('input_tokens') + number('output_tokens'))} tokens, ${text('cost_source')}`;
    case 'human_input_requested':
      return text('interaction_id');
    case 'branch_started':
    case 'branch_finished':
      return text('status') || text('fan_out');
    default:
      return short(data);
  }
}

const short = (value: unknown): string => {
  const text = value === undefined ? '' : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
};
