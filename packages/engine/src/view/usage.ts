// Consumption in the view: executions, branches, totals and budget (R-VIEW-04). Usage below the seq of a fork is inherited.
import type { BudgetDimension, EventOf } from '../events.ts';
import type { ViewDraft } from './draft.ts';
import type { ViewTotals } from './shape.ts';

type UsageEvent = EventOf<'usage_recorded' | 'budget_warning' | 'budget_exceeded'>;

export function foldUsage(draft: ViewDraft, event: UsageEvent): void {
  if (event.type === 'usage_recorded') return recorded(draft, event);
  const { dimension, used, limit } = event.data;
  const flag = event.type === 'budget_warning' ? { warned: true } : { exceeded: true };
  draft.budget = { ...draft.budget, [dimension]: { ...draft.budget[dimension], limit, used, ...flag } };
}

/** Tokens of one usage event: input, output and cache (R-BUDGET-01). */
export function tokensOf(data: EventOf<'usage_recorded'>['data']): number {
  return data.input_tokens + data.output_tokens + (data.cache_read_tokens ?? 0) + (data.cache_write_tokens ?? 0);
}

function recorded(draft: ViewDraft, event: EventOf<'usage_recorded'>): void {
  const { data } = event;
  const tokens = tokensOf(data);
  const cost = data.cost_usd ?? 0;
  consume(draft, event.seq, (totals) => ({
    ...totals,
    tokens: totals.tokens + tokens,
    input_tokens: totals.input_tokens + data.input_tokens,
    output_tokens: totals.output_tokens + data.output_tokens,
    cache_read_tokens: totals.cache_read_tokens + (data.cache_read_tokens ?? 0),
    cache_write_tokens: totals.cache_write_tokens + (data.cache_write_tokens ?? 0),
    cost_usd: totals.cost_usd + cost,
    cost_incomplete: totals.cost_incomplete || data.cost_usd === null,
  }));
  draft.changeBranch(event.branch_id ?? 'main', (branch) => ({
    ...branch,
    tokens: branch.tokens + tokens,
    cost_usd: branch.cost_usd + cost,
  }));
}

/** Adds to what this run consumed, or to what a fork inherited (R-RESUME-12). */
export function consume(draft: ViewDraft, seq: number, add: (totals: ViewTotals) => ViewTotals): void {
  const { forked_from } = draft.run;
  if (forked_from !== null && seq < forked_from.seq) {
    draft.inherited = add(draft.inherited ?? draft.totals);
    return;
  }
  draft.totals = add(draft.totals);
  const { model_calls: _, ...usage } = draft.totals;
  draft.run = { ...draft.run, usage: { ...usage, active_s: draft.run.usage.active_s } };
  draft.budget = {
    ...draft.budget,
    ...used(draft, 'iterations'),
    ...used(draft, 'tokens'),
    ...used(draft, 'cost_usd'),
  };
}

function used(draft: ViewDraft, dimension: Exclude<BudgetDimension, 'duration'>): Partial<ViewDraft['budget']> {
  const known = draft.budget[dimension];
  const now = draft.totals[dimension];
  return known.used === now ? {} : { [dimension]: { ...known, used: now } };
}
