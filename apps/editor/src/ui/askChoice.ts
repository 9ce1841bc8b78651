// Asking before what cannot be undone (E-SHELL-10).
import { lazyQuestion } from '../app/lazyDialog.tsx';

export interface Choice<T> {
  readonly value: T;
  readonly label: string;
  readonly look?: 'primary' | 'danger';
}
export interface Question<T> {
  readonly title: string;
  readonly message: string;
  /** The first one has the focus. */
  readonly choices: readonly Choice<T>[];
}

const ask = lazyQuestion<unknown, { readonly question: Question<unknown> }>(async () => ({
  default: (await import('./ChoiceDialog.tsx')).ChoiceDialog,
}));

/** Asks; null when people press Esc or close the dialog. */
export async function askChoice<T>(question: Question<T>): Promise<T | null> {
  return (await ask({ question })) as T | null;
}
