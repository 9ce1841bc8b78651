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
  while (at < length) {
    const kept = reuse?.take(at, context);
    starts.push(at);
    if (kept !== undefined) {
      chunks.push(kept.chunk);
      at += kept.chunk.text.length;
      context = kept.next ?? context;
      continue;
    }
    const read = readChunk(layout, at, context);
    if (reuse !== undefined) detach(read.chunk);
    chunks.push(read.chunk);
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

interface Kept {
  readonly chunk: Chunk;
  /** The context of the chunk after it; undefined at the end of the text. */
  readonly next: ChunkContext | undefined;
}

/**
 * Which chunks of an earlier text can stay: those that reading would give again, as the text they were read from is the same, in the
 * same context. Walks both texts in step; where they part, it looks for the place from which they go on alike. So edits in many places
 * at once read only what they touch.
 */
class Reuse {
  private readonly text: string;
  private readonly earlier: EarlierChunks;
  /** Earlier chunks are taken in order, each at most once. */
  private next = 0;
  private looks = 100_000;

  constructor(text: string, earlier: EarlierChunks) {
    this.text = text;
    this.earlier = earlier;
  }

  take(at: number, context: ChunkContext): Kept | undefined {
    const { chunks } = this.earlier;
    if (this.fits(this.next, at, context)) return this.kept(this.next);
    // After a text that is all new, looking far for each of its chunks would cost more than reading.
    const until = Math.min(chunks.length, this.next + (this.looks > 0 ? this.looks : 8));
    for (let i = this.next + 1; i < until; i++) {
      this.looks -= 1;
      if (!this.fits(i, at, context)) continue;
      // The same words may stand in several places: only where they go on alike was something left out before.
      const { chunk, next } = this.at(i);
      const end = at + chunk.text.length;
      if (next === undefined || this.fits(i + 1, end, next)) return this.kept(i);
    }
    return undefined;
  }

  private kept(index: number): Kept {
    this.next = index + 1;
    return this.at(index);
  }

  private at(index: number): Kept {
    const { chunks } = this.earlier;
    // The callers count up to the number of chunks.
    return { chunk: chunks[index] as Chunk, next: chunks[index + 1]?.context };
  }

  /** Whether reading at `at` would give this earlier chunk: all that was looked at for it is there again. */
  private fits(index: number, at: number, context: ChunkContext): boolean {
    const chunk = this.earlier.chunks[index];
    if (chunk === undefined || !sameContext(chunk.context, context) || !this.text.startsWith(chunk.text, at))
      return false;
    const old = this.earlier.source.text;
    const start = this.earlier.starts[index] ?? 0;
    for (let behind = chunk.text.length; behind < chunk.reach; behind++)
      if (this.text[at + behind] !== old[start + behind]) return false;
    // What follows the last chunk of a text was never read.
    return index + 1 < this.earlier.chunks.length || at + chunk.text.length === this.text.length;
  }
}
