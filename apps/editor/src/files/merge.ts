// Three-way merge of a file by lines (E-FILE-05): base is what both sides started from. Pure.
import { diff3MergeRegions } from 'node-diff3';
import { linesOf } from './lineDiff.ts';
import { type Hunk, hunksBetween } from './lineHunks.ts';

export type MergePart =
  | { readonly kind: 'same'; readonly text: string }
  /** Only one side changed it, or both in the same way. */
  | { readonly kind: 'taken'; readonly from: 'mine' | 'theirs' | 'both'; readonly text: string; readonly line: number }
  | {
      readonly kind: 'conflict';
      readonly base: string;
      readonly mine: string;
      readonly theirs: string;
      readonly line: number;
    };
export interface Merge {
  readonly parts: readonly MergePart[];
  readonly conflicts: number;
}

interface Region {
  readonly stable: boolean;
  readonly buffer?: 'a' | 'o' | 'b';
  readonly bufferContent?: readonly string[];
  readonly aContent?: readonly string[];
  readonly oContent?: readonly string[];
  readonly bContent?: readonly string[];
}

export function mergeTexts(base: string, mine: string, theirs: string): Merge {
  const regions = regionsOf(linesOf(base), linesOf(mine), linesOf(theirs));
  const parts: MergePart[] = [];
  let line = 1;
  for (const region of regions) {
    const part = partOf(region, line);
    parts.push(part);
    line += linesOf(part.kind === 'conflict' ? part.mine : part.text).length;
  }
  return { parts, conflicts: parts.filter((part) => part.kind === 'conflict').length };
}

/** Compares three ways only where a side changed something: comparing whole texts takes seconds when lines repeat often. */
function regionsOf(base: readonly string[], mine: readonly string[], theirs: readonly string[]): Region[] {
  const changes = [
    ...hunksBetween(base, mine).map((hunk) => ({ hunk, side: 'mine' as const })),
    ...hunksBetween(base, theirs).map((hunk) => ({ hunk, side: 'theirs' as const })),
  ].toSorted((a, b) => a.hunk.start - b.hunk.start);
  const regions: Region[] = [];
  const same = (from: number, to: number): void => {
    if (to > from) regions.push({ stable: true, buffer: 'o', bufferContent: base.slice(from, to) });
  };
  let done = 0;
  for (let at = 0; at < changes.length;) {
    const first = changes[at]?.hunk;
    if (!first) break;
    let { end } = first;
    const here: { readonly mine: Hunk[]; readonly theirs: Hunk[] } = { mine: [], theirs: [] };
    for (let change = changes[at]; change && change.hunk.start <= end; change = changes[++at]) {
      here[change.side].push(change.hunk);
      end = Math.max(end, change.hunk.end);
    }
    same(done, first.start);
    const sides = [here.mine, here.theirs].map((hunks) => changed(base, first.start, end, hunks));
    regions.push(
      ...(diff3MergeRegions(sides[0] ?? [], base.slice(first.start, end), sides[1] ?? []) as unknown as Region[]),
    );
    done = end;
  }
  same(done, base.length);
  return regions;
}
/** The lines `from` to `to` with the hunks among them carried out. */
function changed(base: readonly string[], from: number, to: number, hunks: readonly Hunk[]): string[] {
  const lines: string[] = [];
  let at = from;
  for (const hunk of hunks) {
    lines.push(...base.slice(at, hunk.start), ...hunk.lines);
    at = hunk.end;
  }
  return [...lines, ...base.slice(at, to)];
}

function partOf(region: Region, line: number): MergePart {
  if (region.stable) {
    const text = (region.bufferContent ?? []).join('');
    if (region.buffer === 'o') return { kind: 'same', text };
    return { kind: 'taken', from: region.buffer === 'a' ? 'mine' : 'theirs', text, line };
  }
  const mine = (region.aContent ?? []).join('');
  const theirs = (region.bContent ?? []).join('');
  const base = (region.oContent ?? []).join('');
  if (mine === theirs) return { kind: 'taken', from: 'both', text: mine, line };
  if (mine === base) return { kind: 'taken', from: 'theirs', text: theirs, line };
  if (theirs === base) return { kind: 'taken', from: 'mine', text: mine, line };
  return { kind: 'conflict', base, mine, theirs, line };
}

export type Resolution = 'mine' | 'theirs' | 'both';

/** The merged text; each conflict in order takes its resolution, `mine` where there is none. */
export function mergedText(merge: Merge, resolutions: readonly (Resolution | undefined)[] = []): string {
  let at = 0;
  return merge.parts
    .map((part) => {
      if (part.kind !== 'conflict') return part.text;
      const choice = resolutions[at++] ?? 'mine';
      if (choice === 'both') return part.mine + part.theirs;
      return choice === 'mine' ? part.mine : part.theirs;
    })
    .join('');
}

/** First lines (of the result) of what came from the disk, for the notice. */
export function takenLines(merge: Merge): number[] {
  return merge.parts.flatMap((part) => (part.kind === 'taken' && part.from === 'theirs' ? [part.line] : []));
}
