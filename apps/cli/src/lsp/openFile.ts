// An open file of the client: its text with the parsed document and the compiled graph, made again only when they are asked for after
// a change. Positions are the client's (0-based lines, UTF-16 code units, a lone CR ends a line); offsets are the language's.
import { type CompiledGraph, compile, type Document, parse, type TextEdit } from '@iterion/dsl';
import type { Position, Range } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';

/** Offsets of a range of the language; lines and columns of its own are not needed here. */
interface Offsets {
  readonly start: { readonly offset: number };
  readonly end: { readonly offset: number };
}

export class OpenFile {
  readonly text: TextDocument;
  readonly #strict: boolean;
  #document: Document | undefined;
  #graph: CompiledGraph | undefined;

  constructor(text: TextDocument, strict: boolean) {
    this.text = text;
    this.#strict = strict;
  }

  /** The parsed text as it is now; unchanged statements keep their objects. */
  get document(): Document {
    const text = this.text.getText();
    if (this.#document?.text !== text) {
      this.#document = parse(text, this.#document);
      this.#graph = undefined;
    }
    return this.#document;
  }

  get graph(): CompiledGraph {
    const { document } = this;
    return (this.#graph ??= compile(document, { uri: this.text.uri, ...(this.#strict ? { strict: true } : {}) }));
  }

  offsetAt(position: Position): number {
    return this.text.offsetAt(position);
  }

  span(start: number, end: number): Range {
    return { start: this.text.positionAt(start), end: this.text.positionAt(end) };
  }

  range({ start, end }: Offsets): Range {
    return this.span(start.offset, end.offset);
  }

  edits(edits: readonly TextEdit[]): { range: Range; newText: string }[] {
    return edits.map(({ start, end, newText }) => ({ range: this.span(start, end), newText }));
  }
}
