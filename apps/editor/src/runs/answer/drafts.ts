// Drafts of answers survive a reload (E-RUN-42); they live in this tab's session storage and are dropped when sent.
import type { Draft } from '../kernels/answers.ts';

const keyOf = (run: string, interaction: string): string => `iterion.answer.${run}.${interaction}`;

export function readDraft(run: string, interaction: string): Draft {
  const text = sessionStorage.getItem(keyOf(run, interaction));
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Draft) : {};
  } catch {
    // Not ours, or cut short: an empty form is the honest fallback, nothing of it was sent.
    return {};
  }
}
export function writeDraft(run: string, interaction: string, draft: Draft): void {
  sessionStorage.setItem(keyOf(run, interaction), JSON.stringify(draft));
}
export function clearDraft(run: string, interaction: string): void {
  sessionStorage.removeItem(keyOf(run, interaction));
}
