// The properties of a declaration, block or workflow as values: which of several counts (L-DECL-04, C101), synonyms of words
// (L-IR-01), and whether a value can be relied on (L-DIAG-04). The tree keeps the spelling; this reads the meaning.
import type { PropertyRow } from '../language/table.ts';
import { statementsOf, type Block, type Entry, type Property, type Span, type Token } from '../tree.ts';
import { absolute } from './context.ts';

/** A property with the start of its chunk. */
export interface PropertyAt {
  readonly node: Property;
  readonly at: number;
}
/** A list element, map key or value: its text and where it stands. */
export interface TextAt extends Span {
  readonly text: string;
  readonly token: Token;
  readonly at: number;
}

export class Properties {
  private readonly byName = new Map<string, PropertyAt>();
  /** Properties that do not count because both spellings of a synonym are given (C101). */
  readonly shadowed: PropertyAt[] = [];

  constructor(properties: Iterable<PropertyAt>) {
    for (const property of properties) {
      const written = property.node.name.value;
      const name = property.node.row?.name ?? written;
      const known = this.byName.get(name);
      if (known !== undefined && known.node.name.value !== written) {
        const preferred = written === name;
        this.shadowed.push(preferred ? known : property);
        if (!preferred) continue;
      }
      this.byName.set(name, property);
    }
  }

  static of(owner: { readonly block?: Block }, at: number): Properties {
    const found: PropertyAt[] = [];
    for (const node of statementsOf(owner)) if (node.type === 'Property') found.push({ node, at });
    return new Properties(found);
  }

  /** The property that counts, under its preferred name. */
  get(name: string): PropertyAt | undefined {
    return this.byName.get(name);
  }

  all(): Iterable<[string, PropertyAt]> {
    return this.byName;
  }

  /** Present, but what it means is unknown: nothing is reported about it or because of it (L-DIAG-04). */
  unknown(name: string): boolean {
    return this.byName.get(name)?.node.broken === true;
  }

  token(name: string): Token | undefined {
    const value = this.byName.get(name)?.node.value;
    return value?.type === 'Literal' ? value.token : undefined;
  }

  /** The text of a word, name or string, with its place. */
  text(name: string): TextAt | undefined {
    const property = this.byName.get(name);
    const token = this.token(name);
    return property === undefined || token === undefined ? undefined : textAt(property.at, token);
  }

  /** A word of the property's set, synonyms replaced; undefined when absent or outside the set. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the set that the row allows
  word<W extends string>(name: string): W | undefined {
    const property = this.byName.get(name);
    const token = this.token(name);
    return property === undefined || token === undefined
      ? undefined
      : (wordOf(property.node.row, token) as W | undefined);
  }

  bool(name: string): boolean | undefined {
    const text = this.token(name)?.value;
    return text === 'true' ? true : text === 'false' ? false : undefined;
  }

  number(name: string): number | undefined {
    const token = this.token(name);
    return token?.kind === 'int' || token?.kind === 'float' ? Number(token.text) : undefined;
  }

  /** The elements of a list, without repeats (C102); undefined when absent or no list. */
  list(name: string): TextAt[] | undefined {
    const property = this.byName.get(name);
    const value = property?.node.value;
    if (property === undefined || value?.type !== 'List') return undefined;
    const found = new Map<string, TextAt>();
    for (const { token } of value.elements) {
      if (!found.has(token.value)) found.set(token.value, textAt(property.at, token));
    }
    return [...found.values()];
  }

  /** The entries of a map, written in braces or as a block; the last of one key counts. */
  map(name: string): Map<string, TextAt> {
    const found = new Map<string, TextAt>();
    const property = this.byName.get(name);
    if (property === undefined) return found;
    const { value } = property.node;
    const entries: readonly Entry[] =
      value?.type === 'Map'
        ? value.entries
        : statementsOf(property.node).filter((each): each is Entry => each.type === 'Entry');
    for (const entry of entries) {
      if (entry.value?.type !== 'Literal') continue;
      found.delete(entry.key.value);
      found.set(entry.key.value, textAt(property.at, entry.value.token));
    }
    return found;
  }

  /** The properties of a nested block; undefined when the property is absent. */
  block(name: string): Properties | undefined {
    const property = this.byName.get(name);
    return property === undefined ? undefined : Properties.of(property.node, property.at);
  }
}

function textAt(at: number, token: Token): TextAt {
  return { text: token.value, token, at, ...absolute(at, token) };
}

function wordOf(row: PropertyRow | undefined, token: Token): string | undefined {
  const text = token.value;
  if (row?.value.kind === 'block') return row.value.short?.includes(text) === true ? text : undefined;
  if (row?.value.kind !== 'word') return text;
  const word = row.value.synonyms?.[text] ?? text;
  return row.value.words.includes(word) ? word : undefined;
}
