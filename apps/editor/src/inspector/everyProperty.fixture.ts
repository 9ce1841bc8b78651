// Every property of the language table as a test case, with two values of its class (E-INSP-02).
import { languageTable } from '@iterion/dsl';
import type { PropertyOwner, PropertyRow, PropertyValue } from '@iterion/dsl';

export interface Case {
  readonly title: string;
  readonly owner: PropertyOwner;
  readonly path: readonly string[];
  readonly row: PropertyRow;
}

export const heads: { readonly [kind: string]: string } = {
  mcp_server: 'mcp_server x:',
  prompt: 'prompt x:',
  schema: 'schema x:',
};
const owners: readonly {
  readonly kind: string;
  readonly owner: PropertyOwner;
  readonly rows: readonly PropertyRow[];
}[] = [
  ...Object.values(languageTable.kinds).map(({ kind, isNode, properties }) => ({
    kind,
    owner: {
      space: isNode ? ('node' as const) : (kind as PropertyOwner['space']),
      name: kind === 'workflow' ? 'w' : 'x',
    },
    rows: properties,
  })),
  {
    kind: 'attachment',
    owner: { space: 'attachment', name: 'x' },
    rows: languageTable.memberBlocks.attachments.memberProperties ?? [],
  },
];
export const cases: readonly Case[] = owners.flatMap(({ kind, owner, rows }) => walk(rows, [], kind, owner));
function walk(rows: readonly PropertyRow[], above: readonly string[], kind: string, owner: PropertyOwner): Case[] {
  return rows.flatMap((row) => {
    const path = [...above, row.name];
    const nested = row.value.kind === 'block' ? walk(row.value.properties, path, kind, owner) : [];
    return [{ title: `${kind}.${path.join('.')}`, owner, path, row }, ...nested];
  });
}

/** Two different values of the row's class; undefined for blocks without a short form and for members. */
export function valuesOf(row: PropertyRow): readonly [PropertyValue, PropertyValue] | undefined {
  const { value } = row;
  switch (value.kind) {
    case 'word':
      return [value.words[0] ?? '', value.words.at(-1) ?? ''];
    case 'name':
      return ['first_name', 'other_name'];
    case 'string':
      if (value.format === 'duration') return ['5m', '1h30m'];
      if (value.format === 'shell' || value.format === 'script')
        return ['echo "one"\necho two # not a comment', 'true'];
      return ['a "first" text # here', 'other'];
    case 'int':
      return [value.min + 1, value.min + 41];
    case 'number':
      return [0.25, 0.5];
    case 'bool':
      return [true, false];
    case 'list':
      return [
        ['one', 'two'],
        ['two', 'three'],
      ];
    case 'map':
      return [{ A: 'one' }, { A: 'two', B: 'x' }];
    case 'block':
      return value.short && value.short.length > 1 ? [value.short[0] ?? '', value.short[1] ?? ''] : undefined;
    case 'members':
      return undefined;
    default:
      return value satisfies never;
  }
}
