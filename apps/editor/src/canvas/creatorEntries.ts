// What the creator offers (E-CANVAS-15): kinds with router modes as entries of their own, ends, existing nodes to connect, other
// declarations. Generated from the language table and the registry; ranked by how well name and help match.
import { languageTable } from '@iterion/dsl';
import type { Icon } from '@tabler/icons-react';
import IconBraces from '@tabler/icons-react/dist/esm/icons/IconBraces.mjs';
import IconMessage2 from '@tabler/icons-react/dist/esm/icons/IconMessage2.mjs';
import IconPlug from '@tabler/icons-react/dist/esm/icons/IconPlug.mjs';
import IconVariable from '@tabler/icons-react/dist/esm/icons/IconVariable.mjs';
import type { ItemId } from '../document/model.ts';
import type { EdgeView, Projection } from '../document/projection.ts';
import type { NewKind } from './acts.ts';
import { kindEntry, routerModes } from './kinds.ts';
import type { Hue } from './kinds.ts';

type CreatorAction =
  | { readonly do: 'add'; readonly what: NewKind }
  | { readonly do: 'connect'; readonly node: ItemId }
  | { readonly do: 'declare'; readonly kind: 'schema' | 'prompt' | 'mcp_server' | 'var' };

export interface CreatorEntry {
  readonly key: string;
  readonly section: string;
  readonly title: string;
  readonly help: string;
  readonly icon: Icon;
  readonly hue: Hue;
  readonly action: CreatorAction;
  /** Goes between the ends of this edge, whatever else the creator was opened for. */
  readonly onEdge?: ItemId;
  /** Why it cannot be chosen now. */
  readonly blocked?: string;
}

export function kindEntries(): readonly CreatorEntry[] {
  return languageTable.nodeKinds.flatMap((kind): CreatorEntry[] => {
    const entry = kindEntry(kind);
    if (kind !== 'router') {
      const { title, help } = languageTable.kinds[kind];
      return [
        {
          key: kind,
          section: 'Add',
          title,
          help,
          icon: entry.icon(null),
          hue: entry.hue,
          action: { do: 'add', what: { kind } },
        },
      ];
    }
    return (Object.keys(routerModes) as (keyof typeof routerModes)[]).map((mode) => ({
      key: `router ${mode}`,
      section: 'Add',
      title: `Router: ${routerModes[mode].title.toLowerCase()}`,
      help: routerModes[mode].help,
      icon: routerModes[mode].icon,
      hue: entry.hue,
      action: { do: 'add', what: { kind, mode } },
    }));
  });
}
/** Kinds for after a node whose way out is taken: first between the two, then as another branch (E-CANVAS-16). */
export function branchEntries(taken: EdgeView, from: string): readonly CreatorEntry[] {
  const between = kindEntries().map((entry) => ({
    ...entry,
    key: `between ${entry.key}`,
    section: `Between ${from} and ${taken.data.to}`,
    onEdge: taken.id,
  }));
  return [...between, ...kindEntries().map((entry) => ({ ...entry, section: `As another branch of ${from}` }))];
}
const endHelp = { done: 'Ends the run as finished', fail: 'Ends the run as failed' } as const;
export function endEntries(): readonly CreatorEntry[] {
  return (['done', 'fail'] as const).map((terminal) => {
    const entry = kindEntry(terminal);
    return {
      key: terminal,
      section: 'Ends',
      title: entry.title,
      help: endHelp[terminal],
      icon: entry.icon(null),
      hue: entry.hue,
      action: { do: 'add', what: { terminal } },
    };
  });
}
export function nodeEntries(projection: Projection, whyNot: (node: ItemId) => string | null): readonly CreatorEntry[] {
  return projection.nodes.map((node) => {
    const entry = kindEntry(node.kind);
    const reason = whyNot(node.id);
    return {
      key: node.id,
      section: 'Existing nodes',
      title: node.name,
      help: reason ?? entry.title,
      icon: entry.icon(node.data),
      hue: entry.hue,
      action: { do: 'connect', node: node.id },
      ...(reason === null ? {} : { blocked: reason }),
    };
  });
}
export function declarationEntries(): readonly CreatorEntry[] {
  const entry = (
    kind: 'schema' | 'prompt' | 'mcp_server' | 'var',
    title: string,
    help: string,
    icon: Icon,
  ): CreatorEntry => ({
    key: kind,
    section: 'Declarations',
    title,
    help,
    icon,
    hue: 'neutral',
    action: { do: 'declare', kind },
  });
  const { schema, prompt, mcp_server: server } = languageTable.kinds;
  return [
    entry('schema', schema.title, schema.help, IconBraces),
    entry('prompt', prompt.title, prompt.help, IconMessage2),
    entry('var', 'Variable', 'A value given when the run starts', IconVariable),
    entry('mcp_server', server.title, server.help, IconPlug),
  ];
}

/** Entries that match every word of the query; titles that start with it first. */
export function matching(entries: readonly CreatorEntry[], query: string): readonly CreatorEntry[] {
  const words = query
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  if (words.length === 0) return entries;
  const scored = entries.flatMap((entry) => {
    const title = entry.title.toLowerCase();
    const text = `${title} ${entry.help.toLowerCase()} ${entry.key}`;
    if (!words.every((word) => text.includes(word))) return [];
    const first = words[0] ?? '';
    return [{ entry, score: title.startsWith(first) ? 0 : title.includes(first) ? 1 : 2 }];
  });
  return scored.sort((a, b) => a.score - b.score).map(({ entry }) => entry);
}
