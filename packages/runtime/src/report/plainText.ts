// Text of a run's data as people may be shown it: nothing in it acts on a terminal or hides what it says (R-CLI-04).

/** Line ends and tabs stay, every other control and direction character is spelled out. */
export function visible(text: string): string {
  return text.replace(UNSAFE, (character) => {
    if (character === '\r') return '␍';
    const point = character.codePointAt(0) ?? 0;
    if (point === 0x1b) return '␛';
    return point < 0x20 ? String.fromCodePoint(0x2400 + point) : `\\u{${point.toString(16)}}`;
  });
}
// eslint-disable-next-line no-control-regex -- that is what it looks for
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** One line of a text, cut to a width. */
export function oneLine(text: string, width: number): string {
  const line = visible(text)
    .replace(/\s*[\n\t]\s*/g, ' ⏎ ')
    .trim();
  return line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`;
}
