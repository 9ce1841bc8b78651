// To the next or previous match of the search (E-CANVAS-13): selects it and brings it into view.
import type { CanvasHost } from '../view.ts';

export function searchStep(host: CanvasHost, by: 1 | -1 | 0): void {
  const { search } = host.view.getState();
  if (!search || search.matches.length === 0) return;
  const at = (search.at + by + search.matches.length) % search.matches.length;
  const match = search.matches[at];
  if (!match) return;
  host.view.setState({ search: { ...search, at }, goTo: { item: match.id } });
  host.select([match.id], match.id);
}
