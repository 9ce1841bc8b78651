// A question with a few answers, as data.

interface Choice<T> {
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
