// What the pages of the reference share: every list of properties of the table once, under a name of its own, and values in words.
import { languageTable } from '../language/index.ts';
import type { PropertyRow, ValueClass } from '../language/table.ts';

export interface PropertyList {
  /** `agent`, `mcp`, `sandbox_network`, … */
  readonly name: string;
  readonly rows: readonly PropertyRow[];
  /** The kind or property whose block it is, for a heading. */
  readonly title: string;
}

/** The lists of nested blocks in the order in which the table reaches them; lists that kinds share come once. */
export function blockLists(): PropertyList[] {
  const found = new Map<readonly PropertyRow[], PropertyList>();
  const names = new Map<string, number>();
  const open: { readonly rows: readonly PropertyRow[]; readonly within: string }[] = Object.values(
    languageTable.kinds,
  ).map(({ properties }) => ({ rows: properties, within: '' }));
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    for (const { name, value } of next.rows) {
      const rows = nestedRows(value);
      if (rows === undefined || found.has(rows)) continue;
      const base = next.within === '' ? name : `${next.within}_${name}`;
      const times = (names.get(base) ?? 0) + 1;
      names.set(base, times);
      const unique = times === 1 ? base : `${base}_${times}`;
      found.set(rows, {
        name: unique,
        rows,
        title: next.within === '' ? name : `${next.within} · ${name}`,
      });
      open.push({ rows, within: unique });
    }
  }
  return [...found.values()];
}

/** The properties of the block that a value may be. */
export function nestedRows(value: ValueClass): readonly PropertyRow[] | undefined {
  if (value.kind === 'block') return value.properties;
  return value.kind === 'members' ? value.properties : undefined;
}

const code = (text: string): string => `\`${text}\``;

/** A class of values for people, as Markdown. */
export function valueInWords(
  value: ValueClass,
  nameOfList: (rows: readonly PropertyRow[]) => string | undefined,
): string {
  const nested = nestedRows(value);
  const list = nested === undefined ? undefined : nameOfList(nested);
  switch (value.kind) {
    case 'word': {
      const synonyms = Object.entries(value.synonyms ?? {}).map(([word, means]) => `${code(word)} for ${code(means)}`);
      return [
        value.words
          .filter((word) => value.synonyms?.[word] === undefined)
          .map(code)
          .join(', '),
        ...(synonyms.length === 0 ? [] : [`also ${synonyms.join(', ')}`]),
        ...(value.orEnv === true ? ['or a string with `${VAR}`'] : []),
      ].join('; ');
    }
    case 'name':
      return value.refers === 'artifact' ? 'name of an artifact' : `name of a ${value.refers}`;
    case 'string': {
      const holds = [...(value.env === true ? ['`${VAR}`'] : []), ...(value.template === true ? ['`{{…}}`'] : [])];
      const what = value.format === undefined ? 'string' : FORMATS[value.format];
      return `${what}${value.wordAllowed === true ? ' or word' : ''}${holds.length === 0 ? '' : ` with ${holds.join(' and ')}`}`;
    }
    case 'int':
      return `integer, at least ${value.min}`;
    case 'number': {
      const { min, max } = value;
      if (min !== undefined && max !== undefined) return `number from ${min} to ${max}`;
      return min === undefined ? 'number' : `number, at least ${min}`;
    }
    case 'bool':
      return '`true`, `false`';
    case 'list':
      return `list of ${elementsOf(value)}${value.env === true ? ' with `${VAR}`' : ''}`;
    case 'map':
      return `map of names to strings${value.env === true ? ' with `${VAR}`' : ''}`;
    case 'block': {
      const short = (value.short ?? []).map(code).join(', ');
      const block = list === undefined ? 'block' : `[block](#block-${list})`;
      return short === '' ? block : `${short}, or a ${block}`;
    }
    case 'members':
      return list === undefined
        ? `block of ${MEMBERS[value.of]}`
        : `block of ${MEMBERS[value.of]} and [properties](#block-${list})`;
    default:
      return value satisfies never;
  }
}

function elementsOf({ of, refers }: Extract<ValueClass, { kind: 'list' }>): string {
  if (refers === undefined) return LISTS[of];
  return refers === 'node' ? 'nodes' : 'MCP servers';
}

const FORMATS = {
  duration: 'duration',
  shell: 'shell command',
  script: 'script',
  url: 'URL',
  model: 'model id',
  backend: 'backend name',
  provider: 'provider name',
} as const;
const LISTS = { name: 'names', pattern: 'tool names and patterns', string: 'strings', host: 'hosts' } as const;
const MEMBERS = {
  vars: 'variables',
  presets: 'presets',
  attachments: 'attachments',
  expr: '`FIELD: "expression"`',
  values: '`NAME: "fragment"`',
  bands: '`"lo..hi": "fragment"`',
  cursors: '`CURSOR: value`',
} as const;
