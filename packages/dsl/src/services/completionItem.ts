// One thing that completion offers.

export interface CompletionItem {
  readonly label: string;
  readonly kind:
    | 'keyword'
    | 'property'
    | 'value'
    | 'node'
    | 'schema'
    | 'prompt'
    | 'variable'
    | 'field'
    | 'loop'
    | 'function'
    | 'type'
    | 'snippet';
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** Text to insert; with `snippet`, `$1`, `${1:name}` are places to fill in. */
  readonly insertText: string;
  readonly snippet?: boolean;
  /** What it replaces, absolute. */
  readonly start: number;
  readonly end: number;
}

/** An item before it is known what it replaces. */
export type Draft = Omit<CompletionItem, 'start' | 'end'>;
