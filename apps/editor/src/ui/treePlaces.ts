// Which of how many siblings each row of a flattened tree is: a list that draws only what is seen must say it (E-A11Y-07). Pure.

export interface Place {
  /** 1-based. */
  readonly place: number;
  readonly of: number;
}

export function placesAmongSiblings(rows: readonly { readonly depth: number }[]): readonly Place[] {
  const places: { place: number; of: number }[] = rows.map(() => ({ place: 1, of: 1 }));
  /** The rows so far of the family that is open at each depth. */
  const open: number[][] = [];
  const close = (depth: number): void => {
    for (const family of open.splice(depth)) {
      for (const at of family) (places[at] as Place & { of: number }).of = family.length; // indices come from `rows`
    }
  };
  rows.forEach(({ depth }, at) => {
    close(depth + 1);
    const family = (open[depth] ??= []);
    family.push(at);
    places[at] = { place: family.length, of: 1 };
  });
  close(0);
  return places;
}
