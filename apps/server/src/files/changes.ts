// Who is told about changes of the workspace: the watcher (to know what it need not report again) and the socket channel. A change made by a
// request names its client as `by` (S-FILE-08); there is no time window in which foreign changes are ignored.
import type { WorkspaceChange } from '@iterion/protocol';

export type ChangeListener = (change: WorkspaceChange) => void;

export class Changes {
  readonly #listeners = new Set<ChangeListener>();

  listen(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publish(change: WorkspaceChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

/** `{by}` or nothing, for a change. */
export function byClient(client: string | undefined): { readonly by?: string } {
  return client === undefined ? {} : { by: client };
}
