// Asking before what cannot be undone (E-SHELL-10).
import { lazyQuestion } from '../app/lazyDialog.tsx';
import type { Question } from './question.ts';

export type { Question } from './question.ts';

const ask = lazyQuestion<unknown, { readonly question: Question<unknown> }>(async () => ({
  default: (await import('./ChoiceDialog.tsx')).ChoiceDialog,
}));

/** Asks; null when people press Esc or close the dialog. */
export async function askChoice<T>(question: Question<T>): Promise<T | null> {
  return (await ask({ question })) as T | null;
}
