// Which screen the address names (E-SHELL-03).
import type { FileId } from '../document/model.ts';
import type { Screen } from './commands.ts';
import { parseEditPath } from './navigation.ts';

export type Route =
  | { readonly screen: 'start' }
  | { readonly screen: 'edit'; readonly target: { readonly path: string } | { readonly id: FileId } }
  | { readonly screen: 'runs' }
  | { readonly screen: 'run'; readonly runId: string }
  | { readonly screen: 'inbox' }
  | { readonly screen: 'settings'; readonly page: string }
  | { readonly screen: 'unknown'; readonly path: string };

export function routeOf(pathname: string): Route {
  const [, first = '', ...rest] = pathname.split('/');
  const tail = rest.join('/');
  switch (first) {
    case '':
      return { screen: 'start' };
    case 'edit':
      return tail === '' ? { screen: 'start' } : { screen: 'edit', target: parseEditPath(tail) };
    case 'runs':
      return tail === '' ? { screen: 'runs' } : { screen: 'run', runId: decodeURIComponent(tail) };
    case 'inbox':
      return { screen: 'inbox' };
    case 'settings':
      return { screen: 'settings', page: tail === '' ? 'appearance' : tail };
    default:
      return { screen: 'unknown', path: pathname };
  }
}

/** The screen for commands' `when`. */
export function screenNow(): Screen {
  const { screen } = routeOf(location.pathname);
  return screen === 'unknown' ? 'start' : screen;
}
