// What a subscription reads from (S-WS-05, S-WS-06). A feed is pulled, never pushed: a reader names the last sequence number it has, so that
// there is no moment in which an item is lost or doubled, and a slow reader costs nothing but its place.

export interface Batch {
  /** Sequence number of the last item covered. */
  readonly to: number;
  readonly items: readonly unknown[];
}

export interface Feed {
  /** Sequence numbers are only comparable within an epoch. */
  readonly epoch: string;
  /** Newest sequence number; −1 when there is none. */
  head(): number;
  /** Items after `after`, at most `limit` wide; null when they are not kept any more. */
  read(after: number, limit: number): Batch | null;
  /** Complete state and the sequence number it stands for. */
  snapshot(): { readonly seq: number; readonly state: unknown };
  /** Called after `head` has grown; `end` when the feed is over. */
  listen(listener: (what: 'grown' | 'reset' | { readonly end: string }) => void): () => void;
}

/** Channels that go first and are coalesced; `run:` channels are complete and wait (S-WS-08). */
export type FeedClass = 'first' | 'run';
