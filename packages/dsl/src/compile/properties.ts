// The properties of a declaration, block or workflow as values: which of several counts (L-DECL-04, C101), synonyms of words
// (L-IR-01), and whether a value can be relied on (L-DIAG-04). The tree keeps the spelling; this reads the meaning.
import type { PropertyRow } from '../language/table.ts';
import { statementsOf, type Block, type Entry, type Property, type Span, type Statement, type Token } from '../tree.ts';

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

const NONE: readonly Property[] = [];
/** Owners of fewer properties are searched, which beats a map. */
const SEARCHED = 24;

/** Which properties of an owner count, wherever it stands in the text. */
export class PropertyIndex {
  /** The preferred names of the properties that count, and beside them the properties. */
  readonly names: string[] = [];
  readonly nodes: Property[] = [];
  /** Properties that do not count because both spellings of a synonym are given (C101). */
  shadowed: readonly Property[] = NONE;
  /** Where each name stands, once there are too many to search. */
  private places: Map<string, number> | undefined;

  constructor(statements: readonly Statement[]) {
    for (const statement of statements) if (statement.type === 'Property') this.add(statement);
  }

  private add(property: Property): void {
    const written = property.name.value;
    const name = property.row?.name ?? written;
    const place = this.place(name);
    if (place === -1) {
      this.places?.set(name, this.names.length);
      this.names.push(name);
      this.nodes.push(property);
      if (this.names.length === SEARCHED) this.places = new Map(this.names.map((each, i) => [each, i]));
      return;
    }
    const known = this.nodes[place] ?? property;
    if (known.name.value !== written) {
      const preferred = written === name;
      this.shadowed = [...this.shadowed, preferred ? known : property];
      if (!preferred) return;
    }
    this.nodes[place] = property;
  }

  private place(name: string): number {
    const { names, places } = this;
    if (places !== undefined) return places.get(name) ?? -1;
    for (let i = 0; i < names.length; i++) if (names[i] === name) return i;
    return -1;
  }

  get(name: string): Property | undefined {
    return this.nodes[this.place(name)];
  }
}

/** The properties of an owner that stands somewhere in the text. */
export class Properties {
  readonly index: PropertyIndex;
  private readonly at: number;
  /** Of properties that are chunks of their own: where each starts. */
  private readonly ats: ReadonlyMap<Property, number> | undefined;

  constructor(index: PropertyIndex, at: number, ats?: ReadonlyMap<Property, number>) {
    this.index = index;
    this.at = at;
    this.ats = ats;
  }

  static of(owner: { readonly block?: Block }, at: number): Properties {
    return new Properties(new PropertyIndex(statementsOf(owner)), at);
  }

  /** The start of the chunk that a property of this owner stands in. */
  private place(property: Property): number {
    return this.ats?.get(property) ?? this.at;
  }

  /** The property that counts, under its preferred name. */
  get(name: string): PropertyAt | undefined {
    const node = this.index.get(name);
    return node === undefined ? undefined : { node, at: this.place(node) };
  }

  has(name: string): boolean {
    return this.index.get(name) !== undefined;
  }

  /** Properties that do not count because both spellings of a synonym are given (C101). */
  get shadowed(): readonly PropertyAt[] {
    return this.index.shadowed.map((node) => ({ node, at: this.place(node) }));
  }

  /** The properties that count, each under its preferred name. */
  each(visit: (name: string, node: Property, at: number) => void): void {
    const { names, nodes } = this.index;
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      const node = nodes[i];
      if (name !== undefined && node !== undefined) visit(name, node, this.place(node));
    }
  }

  /** Present, but what it means is unknown: nothing is reported about it or because of it (L-DIAG-04). */
  unknown(name: string): boolean {
    return this.index.get(name)?.broken === true;
  }

  token(name: string): Token | undefined {
    const value = this.index.get(name)?.value;
    return value?.type === 'Literal' ? value.token : undefined;
  }

  /** The text of a word, name or string. */
  value(name: string): string | undefined {
    return this.token(name)?.value;
  }

  /** The text of a word, name or string, with its place. */
  text(name: string): TextAt | undefined {
    const property = this.index.get(name);
    const value = property?.value;
    return property === undefined || value?.type !== 'Literal' ? undefined : textAt(this.place(property), value.token);
  }

  /** A word of the property's set, synonyms replaced; undefined when absent or outside the set. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the set that the row allows
  word<W extends string>(name: string): W | undefined {
    const property = this.index.get(name);
    const value = property?.value;
    return value?.type === 'Literal' ? (wordOf(property?.row, value.token) as W | undefined) : undefined;
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
    const property = this.index.get(name);
    const value = property?.value;
    if (property === undefined || value?.type !== 'List') return undefined;
    const at = this.place(property);
    const found = new Map<string, TextAt>();
    for (const { token } of value.elements) {
      if (!found.has(token.value)) found.set(token.value, textAt(at, token));
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
