// The model table (R-LLM-25, R-LLM-26): what is known of models without asking anyone: window, output, price, efforts. The shipped table is
// replaced entry by entry by the user's configuration and by the file that `ITERION_MODELS_FILE` names; never by a file that a workspace brings along.
import { readFileSync } from 'node:fs';
import type { Json } from '@iterion/engine';
import { RuntimeError, messageOf, systemCode } from '../errors.ts';
import { type Shape, faultsOf } from '../recipes/shape.ts';
import shipped from './models.json' with { type: 'json' };

interface Price {
  /** USD for `per` tokens. */
  readonly input: number;
  readonly output: number;
  readonly cache_read?: number;
  readonly cache_write?: number;
}

export interface ModelEntry {
  /** Names without provider; `*` stands for anything. */
  readonly match: readonly string[];
  readonly provider: string;
  /** Tokens of the context. */
  readonly window?: number;
  readonly max_output?: number;
  readonly price?: Price;
  readonly efforts?: readonly string[];
  readonly default_effort?: string;
  readonly default_max_tokens?: number;
}

export interface ModelTable {
  /** Day the prices are of. */
  readonly as_of: string;
  readonly per: number;
  readonly models: readonly ModelEntry[];
}

const TEXT: Shape = { is: 'text' };
const AMOUNT: Shape = { is: 'number', whole: false };
const WHOLE: Shape = { is: 'number', whole: true };
const TABLE: Shape = {
  is: 'object',
  required: ['models'],
  keys: {
    as_of: TEXT,
    currency: TEXT,
    per: WHOLE,
    models: {
      is: 'list',
      of: {
        is: 'object',
        required: ['match', 'provider'],
        keys: {
          match: { is: 'list', of: TEXT },
          provider: TEXT,
          window: WHOLE,
          max_output: WHOLE,
          price: {
            is: 'object',
            required: ['input', 'output'],
            keys: { input: AMOUNT, output: AMOUNT, cache_read: AMOUNT, cache_write: AMOUNT },
          },
          efforts: { is: 'list', of: TEXT },
          default_effort: TEXT,
          default_max_tokens: WHOLE,
        },
      },
    },
  },
};

/** The shipped table, with the files that replace parts of it on top, in order; a file that is not there is left out unless it is `required`. */
export function loadModelTable(
  files: readonly { readonly path: string; readonly required: boolean }[] = [],
): ModelTable {
  let table: ModelTable = shipped;
  for (const file of files) {
    const more = readTable(file.path, file.required);
    if (more !== null) table = merged(table, more);
  }
  return table;
}

function readTable(path: string, required: boolean): ModelTable | null {
  let value: Json;
  try {
    value = JSON.parse(readFileSync(path, 'utf8')) as Json;
  } catch (error) {
    if (!required && systemCode(error) === 'ENOENT') return null;
    throw new RuntimeError('USAGE', `the model table ${path} cannot be read: ${messageOf(error)}`, {
      hint: 'mend the file, or unset ITERION_MODELS_FILE',
    });
  }
  const faults = faultsOf(value, TABLE);
  if (faults.length === 0) return value as unknown as ModelTable;
  throw new RuntimeError('USAGE', `the model table ${path} is wrong: ${faults.join('; ')}`, {
    hint: 'mend the file, or unset ITERION_MODELS_FILE',
    details: { faults },
  });
}

/** Names that the second table knows are its own; the rest stays. Prices are brought to the first table's unit. */
function merged(base: ModelTable, more: ModelTable): ModelTable {
  const replaced = new Set(more.models.flatMap(({ match }) => match));
  const kept = base.models.flatMap((entry) => {
    const match = entry.match.filter((name) => !replaced.has(name));
    return match.length === 0 ? [] : [{ ...entry, match }];
  });
  const factor = base.per / (more.per ?? base.per);
  const added = more.models.map((entry) =>
    entry.price === undefined ? entry : { ...entry, price: scaled(entry.price, factor) },
  );
  return { ...base, as_of: more.as_of ?? base.as_of, models: [...added, ...kept] };
}

function scaled(price: Price, factor: number): Price {
  const { input, output, cache_read, cache_write } = price;
  return {
    input: input * factor,
    output: output * factor,
    ...(cache_read === undefined ? {} : { cache_read: cache_read * factor }),
    ...(cache_write === undefined ? {} : { cache_write: cache_write * factor }),
  };
}

/** What is known of a model (R-LLM-26); undefined when nothing is. */
export function modelEntry(table: ModelTable, model: string): ModelEntry | undefined {
  const name = model.slice(model.lastIndexOf('/') + 1);
  const exact = (wanted: string): ModelEntry | undefined => table.models.find(({ match }) => match.includes(wanted));
  return exact(name) ?? exact(name.replace(/-(?:\d{8}|latest)$/, '')) ?? byGlob(table, name);
}

/** The glob with the longest literal part. */
function byGlob(table: ModelTable, name: string): ModelEntry | undefined {
  let best: { readonly entry: ModelEntry; readonly literal: number } | undefined;
  for (const entry of table.models) {
    for (const glob of entry.match) {
      const literal = glob.replaceAll('*', '').length;
      if (!glob.includes('*') || !fits(glob, name) || (best !== undefined && best.literal >= literal)) continue;
      best = { entry, literal };
    }
  }
  return best?.entry;
}

function fits(glob: string, name: string): boolean {
  const parts = glob.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}

/** The price of a model for a million tokens, cache prices filled in from the input price; undefined when it is not known (R-BUDGET-10). */
export function priceOf(table: ModelTable, entry: ModelEntry): Required<Price> | undefined {
  if (entry.price === undefined) return undefined;
  const { input, output, cache_read = input, cache_write = input } = scaled(entry.price, 1_000_000 / table.per);
  return { input, output, cache_read, cache_write };
}
