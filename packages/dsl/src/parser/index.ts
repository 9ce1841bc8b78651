// From text to chunks: all of them, or, given those of an earlier text, only the ones that an edit concerns (L-CST-05).
import { Scanner } from '../lexer/scanner.ts';
import type { Chunk, ChunkContext } from '../tree.ts';
import { detach, firstContext, readChunk, sameContext } from './chunk.ts';
import { newLayout } from './declarations.ts';
import type { WholeFile } from './wholeFile.ts';

export interface Chunks {
  readonly chunks: readonly Chunk[];
  readonly starts: readonly number[];
}

/** Earlier chunks, with what held for their text as a whole. */
export interface EarlierChunks extends Chunks {
  readonly source: WholeFile;
}

/** Cuts a text into chunks; unchanged ones are those of `earlier`, the same objects. */
export function readChunks(source: WholeFile, earlier: EarlierChunks | undefined): Chunks {
  if (source.tooLarge) return { chunks: [wholeText(source)], starts: [0] };
  const layout = newLayout(new Scanner(source));
  const { length } = source.text;
  const chunks: Chunk[] = [];
  const starts: number[] = [];
  const reuse =
    earlier !== undefined && comparable(source, earlier.source) ? new Reuse(source.text, earlier) : undefined;
  let context = firstContext(source.strictEscape, source.base);
  let at = 0;
  if (reuse !== undefined) {
    const kept = reuse.head();
    for (let i = 0; i < kept; i++) {
      chunks.push(reuse.chunk(i));
      starts.push(reuse.start(i));
    }
    at = reuse.start(kept);
    context = reuse.contextAt(kept) ?? context;
  }
  while (at < length) {
    const tail = reuse?.tail(at, context);
    if (reuse !== undefined && tail !== undefined) {
      for (let i = tail; i < reuse.length; i++) {
        chunks.push(reuse.chunk(i));
        starts.push(reuse.start(i) + reuse.shift);
      }
      break;
    }
    const read = readChunk(layout, at, context);
    if (reuse !== undefined) detach(read.chunk);
    chunks.push(read.chunk);
    starts.push(at);
    at = read.end;
    context = read.next;
  }
  return { chunks, starts };
}

/** A text beyond L-LIM-01 is one chunk of skipped text. */
function wholeText(source: WholeFile): Chunk {
  const { text } = source;
  return {
    text,
    context: firstContext(source.strictEscape, 0),
    reach: text.length + 1,
    statement: undefined,
    inWorkflow: false,
    tokens: [{ kind: 'skipped', start: 0, end: text.length, text, value: text }],
    comments: [],
    diagnostics: [],
    omitted: 0,
    inner: [],
    runEdits: [],
  };
}

function comparable(a: WholeFile, b: WholeFile): boolean {
  if (a.tooLarge || b.tooLarge || a.markers.size > 0 || b.markers.size > 0) return false;
  return a.strictEscape === b.strictEscape && a.base === b.base && a.lineBreak === b.lineBreak;
}

/** Which chunks of an earlier text an edit leaves alone: those before it, and those after it once the cuts coincide again. */
class Reuse {
  readonly shift: number;
  private readonly earlier: EarlierChunks;
  private readonly text: string;
  private readonly prefix: number;
  private readonly suffix: number;
  private next = 0;

  constructor(text: string, earlier: EarlierChunks) {
    const old = earlier.source.text;
    const shorter = Math.min(text.length, old.length);
    let prefix = 0;
    while (prefix < shorter && text.charCodeAt(prefix) === old.charCodeAt(prefix)) prefix += 1;
    let suffix = 0;
    const most = shorter - prefix;
    while (suffix < most && text.charCodeAt(text.length - 1 - suffix) === old.charCodeAt(old.length - 1 - suffix))
      suffix += 1;
    this.text = text;
    this.earlier = earlier;
    this.prefix = prefix;
    this.suffix = suffix;
    this.shift = text.length - old.length;
  }

  get length(): number {
    return this.earlier.chunks.length;
  }

  chunk(index: number): Chunk {
    // The callers count up to `length`.
    return this.earlier.chunks[index] as Chunk;
  }

  /** The earlier start of a chunk; the end of the last one for the index after it. */
  start(index: number): number {
    return this.earlier.starts[index] ?? this.earlier.source.text.length;
  }

  contextAt(index: number): ChunkContext | undefined {
    return this.earlier.chunks[index]?.context;
  }

  /** How many chunks from the start do not reach the edit. The last one is read again, so that a context is at hand. */
  head(): number {
    let index = 0;
    while (index < this.length - 1 && this.start(index) + this.chunk(index).reach <= this.prefix) index += 1;
    return index;
  }

  /** The index of the earlier chunk that starts where the new one at `at` would, in the same context; the rest can stay. */
  tail(at: number, context: ChunkContext): number | undefined {
    if (at < this.text.length - this.suffix) return undefined;
    const old = at - this.shift;
    while (this.next < this.length && this.start(this.next) < old) this.next += 1;
    const found = this.earlier.chunks[this.next];
    if (found === undefined || this.start(this.next) !== old) return undefined;
    return sameContext(found.context, context) ? this.next : undefined;
  }
}
