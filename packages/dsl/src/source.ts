// Text as the language sees it: positions, ranges and edits over the exact buffer (BOM and original line ends included).
// Offsets are 0-based UTF-16 code units; lines and columns are 1-based, a column counts Unicode code points (L-LEX-02).

/** Replaces `[start, end)` of the exact text by `newText`; offsets are UTF-16 code units. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** Applies sorted, non-overlapping edits. Bytes outside the edited ranges stay as they are (L-EDIT-02). */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.newText;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** The edits that undo `edits`, expressed on the edited text. */
export function invertEdits(text: string, edits: readonly TextEdit[]): TextEdit[] {
  let shift = 0;
  return edits.map((edit) => {
    const start = edit.start + shift;
    shift += edit.newText.length - (edit.end - edit.start);
    return { start, end: start + edit.newText.length, newText: text.slice(edit.start, edit.end) };
  });
}
