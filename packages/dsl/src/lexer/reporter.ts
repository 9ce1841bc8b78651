// The diagnostics of one chunk while it is read: what is reported, what is kept back, how many errors there are.
import { MAX_DIAGNOSTICS } from '../diagnostics.ts';
import type { TextEdit } from '../source.ts';
import type { ChunkDiagnostic } from '../tree.ts';

export interface Fix {
  readonly title: string;
  readonly preferred?: boolean;
  readonly edits: readonly TextEdit[];
}

/** A stretch in which nothing is reported. */
export interface Hush {
  readonly suppressed: number;
  readonly reported: number;
}

export class Reporter {
  /** Absolute start of the chunk. */
  start = 0;
  diagnostics: ChunkDiagnostic[] = [];
  /** How many further diagnostics the chunk has. */
  omitted = 0;
  /** Errors of severity error so far; compared before and after to tell whether a statement is broken. */
  errors = 0;
  /** Above 0: nothing is reported (inside what is ignored as a whole). */
  silent = 0;
  /** How many diagnostics were not reported for that reason. */
  private suppressed = 0;
  /** End of the last string without its end: nothing can be inserted there that would not become part of it. */
  openEnd = -1;

  beginReports(start: number): void {
    this.start = start;
    this.diagnostics = [];
    this.omitted = 0;
    this.errors = 0;
    this.silent = 0;
    this.suppressed = 0;
    this.openEnd = -1;
  }

  /** From now on nothing is reported, until `speak`: the rest of a line whose last diagnostic says it all. */
  hush(): Hush {
    this.silent += 1;
    return { suppressed: this.suppressed, reported: this.diagnostics.length };
  }

  /** Ends `hush`. If more was wrong, the fix of the last diagnostic would only bring that to light: it goes. */
  speak(hush: Hush): void {
    this.silent -= 1;
    const last = this.diagnostics[hush.reported - 1];
    if (this.suppressed === hush.suppressed || last?.fixes === undefined) return;
    const { fixes: _, ...rest } = last;
    this.diagnostics[hush.reported - 1] = rest;
  }

  /** Reports with absolute offsets; the edits of the first fix are returned, relative, so that a run of lines may extend them. */
  report(
    code: string,
    start: number,
    end: number,
    message: string,
    hint: string,
    fixes?: readonly Fix[],
  ): TextEdit[] | undefined {
    if (this.silent > 0) {
      this.suppressed += 1;
      return undefined;
    }
    const severity = WARNINGS.has(code) ? 'warning' : 'error';
    if (severity === 'error') this.errors += 1;
    if (this.diagnostics.length >= MAX_DIAGNOSTICS) {
      this.omitted += 1;
      return undefined;
    }
    const shift = this.start;
    const diagnostic = {
      code,
      severity,
      message: clip(message),
      hint,
      start: start - shift,
      end: end - shift,
    } as const;
    const usable = fixes?.filter((fix) =>
      fix.edits.every((edit) => edit.start !== this.openEnd || edit.end !== edit.start),
    );
    if (usable === undefined || usable.length === 0) {
      this.diagnostics.push(diagnostic);
      return undefined;
    }
    const moved = usable.map((fix) => ({ ...fix, edits: fix.edits.map((edit) => shiftEdit(edit, -shift)) }));
    this.diagnostics.push({ ...diagnostic, fixes: moved });
    return moved[0]?.edits;
  }
}

/** Messages quote the text, which may be of any length. */
function clip(message: string): string {
  return message.length > 200 ? `${message.slice(0, 200)}…` : message;
}

function shiftEdit(edit: TextEdit, by: number): TextEdit {
  return { start: edit.start + by, end: edit.end + by, newText: edit.newText };
}

/** E-codes of severity warning (language.md 7.2). */
const WARNINGS: ReadonlySet<string> = new Set(['E010', 'E013', 'E014', 'E015', 'E030']);
