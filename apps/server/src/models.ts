// The models that are offered (GET /models): the names of the model table. Others can be written in a file all the same; they have no known price.
import type { ModelItem, Query } from '@iterion/protocol';
import { priceOf, type ModelEntry, type ModelTable } from '@iterion/runtime';

/** Programs that bring models of one provider along; every other backend takes them all. */
const PROGRAMS: Readonly<Record<string, string>> = { claude_code: 'anthropic', codex: 'openai' };

/** Models whose name holds `q`, and that `backend` can talk to. */
export function modelItems(table: ModelTable, query: Query<'models.list'>): ModelItem[] {
  const { backend, q = '' } = query;
  return table.models
    .flatMap((entry) => entry.match.filter((name) => !name.includes('*')).map((name) => itemOf(table, entry, name)))
    .filter((item) => backend === undefined || item.backends.includes(backend))
    .filter(({ id }) => id.toLowerCase().includes(q.toLowerCase()));
}

function itemOf(table: ModelTable, entry: ModelEntry, name: string): ModelItem {
  const price = priceOf(table, entry);
  const programs = Object.entries(PROGRAMS).filter(([, provider]) => provider === entry.provider);
  return {
    id: `${entry.provider}/${name}`,
    provider: entry.provider,
    backends: ['claw', ...programs.map(([backend]) => backend), 'simulate'],
    efforts: [...(entry.efforts ?? [])],
    defaultEffort: entry.default_effort ?? null,
    ...(entry.window === undefined ? {} : { contextWindow: entry.window }),
    ...(price === undefined
      ? {}
      : {
          price: {
            input: price.input,
            output: price.output,
            cacheRead: price.cache_read,
            cacheWrite: price.cache_write,
          },
        }),
  };
}
