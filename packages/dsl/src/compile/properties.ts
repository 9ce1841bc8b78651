// The properties of a declaration, block or workflow as values: which of several counts (L-DECL-04, C101), synonyms of words
// (L-IR-01), and whether a value can be relied on (L-DIAG-04). The tree keeps the spelling; this reads the meaning.
import type { PropertyRow } from '../language/table.ts';
import { statementsOf, type Block, type Entry, type Property, type Span, type Token } from '../tree.ts';

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

const NONE: readonly PropertyAt[] = [];
/** Owners of fewer properties are searched, which beats a map. */
const SEARCHED = 24;

export class Properties {
  /** The names of the properties that count, and beside them the properties. */
  private readonly names: string[] = [];
  private readonly found: PropertyAt[] = [];
  /** Where each name stands, once there are too many to search. */
  private places: Map<string, number> | undefined;
  /** Properties that do not count because both spellings of a synonym are given (C101). */
  shadowed: readonly PropertyAt[] = NONE;

  constructor(properties: readonly PropertyAt[]) {
    for (const property of properties) this.add(property);
  }

  static of(owner: { readonly block?: Block }, at: number): Properties {
    const result = new Properties(NONE);
    for (const node of statementsOf(owner)) if (node.type === 'Property') result.add({ node, at });
    return result;
  }

  private add(property: PropertyAt): void {
    const written = property.node.name.value;
    const name = property.node.row?.name ?? written;
    const place = this.place(name);
    if (place === undefined) {
      this.places?.set(name, this.names.length);
      this.names.push(name);
      this.found.push(property);
      if (this.names.length === SEARCHED) this.places = new Map(this.names.map((each, i) => [each, i]));
      return;
    }
    const known = this.found[place] ?? property;
    if (known.node.name.value !== written) {
      const preferred = written === name;
      this.shadowed = [...this.shadowed, preferred ? known : property];
      if (!preferred) return;
    }
    this.found[place] = property;
  }

  /** The property that counts, under its preferred name. */
  get(name: string): PropertyAt | undefined {
    const place = this.place(name);
    return place === undefined ? undefined : this.found[place];
  }

  private place(name: string): number | undefined {
    const { names, places } = this;
    if (places !== undefined) return places.get(name);
    for (let i = 0; i < names.length; i++) if (names[i] === name) return i;
    return undefined;
  }

  /** The properties that count, each under its preferred name. */
  each(visit: (name: string, property: PropertyAt) => void): void {
    const { names, found } = this;
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      const property = found[i];
      if (name !== undefined && property !== undefined) visit(name, property);
    }
  }

  /** Present, but what it means is unknown: nothing is reported about it or because of it (L-DIAG-04). */
  unknown(name: string): boolean {
    return this.get(name)?.node.broken === true;
  }

  token(name: string): Token | undefined {
    const value = this.get(name)?.node.value;
    return value?.type === 'Literal' ? value.token : undefined;
  }

  /** The text of a word, name or string. */
  value(name: string): string | undefined {
    return this.token(name)?.value;
  }

  /** The text of a word, name or string, with its place. */
  text(name: string): TextAt | undefined {
    const property = this.get(name);
    const value = property?.node.value;
    return property === undefined || value?.type !== 'Literal' ? undefined : textAt(property.at, value.token);
  }

  /** A word of the property's set, synonyms replaced; undefined when absent or outside the set. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the set that the row allows
  word<W extends string>(name: string): W | undefined {
    const property = this.get(name);
    const value = property?.node.value;
    return value?.type === 'Literal' ? (wordOf(property?.node.row, value.token) as W | undefined) : undefined;
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
    const property = this.get(name);
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
    const property = this.get(name);
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
    const property = this.get(name);
    return property === undefined ? undefined : Properties.of(property.node, property.at);
  }
}

function textAt(at: number, token: Token): TextAt {
  return { text: token.value, token, at, start: at + token.start, end: at + token.end };
}

function wordOf(row: PropertyRow | undefined, token: Token): string | undefined {
  const text = token.value;
  if (row?.value.kind === 'block') return row.value.short?.includes(text) === true ? text : undefined;
  if (row?.value.kind !== 'word') return text;
  const word = row.value.synonyms?.[text] ?? text;
  return row.value.words.includes(word) ? word : undefined;
}
