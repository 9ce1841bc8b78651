// One change at a time per path within this process (S-FILE-04).

export class PathLocks {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Runs `act` after all earlier holders of `path`. */
  hold<T>(path: string, act: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(path) ?? Promise.resolve();
    const mine = before.then(act, act);
    const tail = mine.catch(() => undefined);
    this.#tails.set(path, tail);
    void tail.then(() => {
      if (this.#tails.get(path) === tail) this.#tails.delete(path);
    });
    return mine;
  }
}
