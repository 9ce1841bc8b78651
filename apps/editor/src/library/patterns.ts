// The patterns that come with the editor (E-LIB-01): one DSL file each, beside this one; a test validates every one.
import { itemOf } from './libraryItem.ts';
import type { LibraryItem } from './libraryItem.ts';

const texts = import.meta.glob<string>('./patterns/*.iter', { query: '?raw', import: 'default', eager: true });

const order = [
  'review_loop',
  'plan_act_verify',
  'fan_out_and_join',
  'best_effort_panel',
  'human_gate',
  'ask_when_unsure',
  'retry_with_feedback',
  'round_robin_pair',
  'model_router',
  'guard_command',
];

export const patterns: readonly LibraryItem[] = Object.entries(texts)
  .map(([path, text]) => itemOf(path.slice('./patterns/'.length, -'.iter'.length), text))
  .sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
