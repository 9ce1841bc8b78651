// How well a text matches what was typed: every typed character in order; beginnings of words and runs count more. Pure.

/** A score, higher is better; null when it does not match. The empty word matches everything with 0. */
export function fuzzyScore(word: string, text: string): number | null {
  const wanted = word.toLowerCase().replaceAll(' ', '');
  if (wanted === '') return 0;
  const lower = text.toLowerCase();
  const whole = lower.indexOf(word.toLowerCase().trim());
  if (whole >= 0) return 1000 - whole - text.length / 100 + (startsWord(text, whole) ? 200 : 0);
  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    const next = lower.indexOf(letter, at + 1);
    if (next < 0) return null;
    score += next === at + 1 ? 6 : startsWord(text, next) ? 4 : 0;
    score -= Math.min(4, next - at - 1);
    at = next;
  }
  return score - text.length / 100;
}

function startsWord(text: string, at: number): boolean {
  return at === 0 || /[\s._\-/:]/.test(text[at - 1] ?? '') || /[A-Z]/.test(text[at] ?? '');
}
