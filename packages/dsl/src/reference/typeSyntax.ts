// Reads the part of TypeScript that `graph.ts` is written in: interfaces, aliases, unions, literals, arrays, objects, one level of
// generics. It exists so that the JSON Schema of the graph has one source, the types. It throws on anything else: it reads our own
// file when the documentation is made, never a user's.

export type TypeNode =
  | { readonly is: 'name'; readonly name: string; readonly args: readonly TypeNode[] }
  | { readonly is: 'literal'; readonly value: string | number | boolean | null }
  | { readonly is: 'union'; readonly of: readonly TypeNode[] }
  | { readonly is: 'array'; readonly of: TypeNode }
  | { readonly is: 'object'; readonly members: readonly Member[] }
  | { readonly is: 'map'; readonly of: TypeNode }
  | { readonly is: 'index'; readonly of: TypeNode; readonly key: string };

export interface Member {
  readonly name: string;
  readonly optional: boolean;
  readonly type: TypeNode;
}

export interface TypeDeclaration {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly base?: string;
  readonly type: TypeNode;
}

const TOKEN = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[A-Za-z_$][\w$]*|'(?:[^'\\]|\\.)*'|\d+|[{}[\]()<>|:;,?=]/y;

function tokensOf(source: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(source)?.[0];
    if (token === undefined) throw new Error(`the reader of types does not know ${source.slice(at, at + 30)}`);
    if (!/^\s|^\/[/*]/.test(token)) tokens.push(token);
  }
  return tokens;
}

/** The exported interfaces and aliases of a file of types, in order. */
export function readTypes(source: string): TypeDeclaration[] {
  // Values have no place in the schema; the sources that hold some end with them.
  const declarations = [
    ...source.matchAll(
      /^export (?:interface|type) (?![{*])[\s\S]*?(?=^(?:export |const |function |\/\*\*)|(?![\s\S]))/gm,
    ),
  ];
  return declarations.map(([text]) => new Reader(tokensOf(text.trimEnd())).declaration());
}

class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  #peek(ahead = 0): string {
    return this.#tokens[this.#at + ahead] ?? '';
  }

  #take(): string {
    return this.#tokens[this.#at++] ?? '';
  }

  #has(token: string): boolean {
    if (this.#peek() !== token) return false;
    this.#at++;
    return true;
  }

  #need(token: string): void {
    if (!this.#has(token))
      throw new Error(`expected ${token}, found ${this.#tokens.slice(this.#at, this.#at + 6).join(' ')}`);
  }

  declaration(): TypeDeclaration {
    this.#need('export');
    const isInterface = this.#take() === 'interface';
    const name = this.#take();
    const parameters: string[] = [];
    if (this.#has('<')) {
      while (!this.#has('>')) if (!this.#has(',')) parameters.push(this.#take());
    }
    const base = this.#has('extends') ? this.#take() : undefined;
    if (!isInterface) this.#need('=');
    const type = isInterface ? this.#object() : this.#union();
    return { name, parameters, type, ...(base === undefined ? {} : { base }) };
  }

  #union(): TypeNode {
    this.#has('|');
    const of = [this.#postfix()];
    while (this.#has('|')) of.push(this.#postfix());
    return of.length === 1 && of[0] !== undefined ? of[0] : { is: 'union', of };
  }

  #postfix(): TypeNode {
    let type = this.#primary();
    while (this.#has('[')) {
      if (this.#has(']')) type = { is: 'array', of: type };
      else {
        type = { is: 'index', of: type, key: this.#take().slice(1, -1) };
        this.#need(']');
      }
    }
    return type;
  }

  #primary(): TypeNode {
    if (this.#peek() === '{') return this.#object();
    if (this.#has('(')) {
      const inner = this.#union();
      this.#need(')');
      return inner;
    }
    this.#has('readonly');
    const word = this.#take();
    if (word.startsWith("'")) return { is: 'literal', value: word.slice(1, -1) };
    if (/^\d/.test(word)) return { is: 'literal', value: Number(word) };
    if (word === 'null') return { is: 'literal', value: null };
    if (!/^[A-Za-z_$]/.test(word)) throw new Error(`expected a type, found ${word}`);
    const args: TypeNode[] = [];
    if (this.#has('<')) {
      while (!this.#has('>')) if (!this.#has(',')) args.push(this.#union());
    }
    return { is: 'name', name: word, args };
  }

  #object(): TypeNode {
    this.#need('{');
    const members: Member[] = [];
    while (!this.#has('}')) {
      if (this.#has(';') || this.#has(',')) continue;
      if (this.#has('[')) {
        while (!this.#has(']')) this.#take();
        this.#need(':');
        const of = this.#union();
        this.#has(';');
        this.#need('}');
        return { is: 'map', of };
      }
      if (this.#peek() === 'readonly' && this.#peek(1) !== ':' && this.#peek(1) !== '?') this.#take();
      const name = this.#take();
      const optional = this.#has('?');
      this.#need(':');
      members.push({ name, optional, type: this.#union() });
    }
    return { is: 'object', members };
  }
}
