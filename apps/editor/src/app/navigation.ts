// Addresses of screens (E-SHELL-03): the one place that writes and reads them. The URL is the state of navigation (E-DOC-20).
import { navigate } from 'wouter/use-browser-location';
import type { FileId } from '../document/model.ts';

export interface EditPlace {
  readonly node?: string;
  readonly edge?: string;
  readonly decl?: string;
  readonly line?: number;
  readonly run?: string;
  readonly seq?: number;
}
/** Buffers without a path are addressed by their id, under a name no file can have. */
const unsavedPrefix = '~unsaved/';

export function editAddress(
  target: { readonly path: string | null; readonly id: FileId },
  place: EditPlace = {},
): string {
  const path = target.path ?? unsavedPrefix + target.id;
  return `/edit/${path.split('/').map(encodeURIComponent).join('/')}${queryOf(place)}`;
}
export function runAddress(
  id: string,
  place: { seq?: number; node?: string; exec?: string; tab?: string } = {},
): string {
  return `/runs/${encodeURIComponent(id)}${queryOf(place)}`;
}
export function inboxAddress(id?: string): string {
  return `/inbox${queryOf(id === undefined ? {} : { id })}`;
}

function queryOf(values: object): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values) as [string, string | number | undefined][]) {
    if (value !== undefined) query.set(key, String(value));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** What `/edit/…` names: a path in the workspace, or an unsaved buffer. */
export function parseEditPath(rest: string): { readonly path: string } | { readonly id: FileId } {
  const path = rest.split('/').map(decodeURIComponent).join('/');
  return path.startsWith(unsavedPrefix) ? { id: path.slice(unsavedPrefix.length) } : { path };
}
export function parseEditPlace(search: string): EditPlace {
  const query = new URLSearchParams(search);
  const number = (key: string): number | undefined => {
    const value = Number(query.get(key) ?? Number.NaN);
    return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  };
  const place = {
    node: query.get('node') ?? undefined,
    edge: query.get('edge') ?? undefined,
    decl: query.get('decl') ?? undefined,
    run: query.get('run') ?? undefined,
    line: number('line'),
    seq: number('seq'),
  };
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}

export function goTo(address: string, options: { readonly replace?: boolean } = {}): void {
  navigate(address, options);
}
export function goToFile(target: { readonly path: string | null; readonly id: FileId }, place?: EditPlace): void {
  goTo(editAddress(target, place));
}
