import { expect, test } from 'vitest';
import { editAddress, parseEditPath, parseEditPlace, runAddress } from './navigation.ts';
import { routeOf } from './routes.ts';

test('E-SHELL-03 the address of a file names its path and place, and reads back', () => {
  const address = editAddress({ path: 'flows/my flow#1.iter', id: 'x' }, { node: 'plan', line: 12 });
  expect(address).toBe('/edit/flows/my%20flow%231.iter?node=plan&line=12');
  const [path = '', search = ''] = address.split('?');
  expect(routeOf(path)).toEqual({ screen: 'edit', target: { path: 'flows/my flow#1.iter' } });
  expect(parseEditPlace(search)).toEqual({ node: 'plan', line: 12 });
});

test('E-SHELL-03 a buffer that was never saved has an address of its own', () => {
  const address = editAddress({ path: null, id: 'abc' });
  expect(parseEditPath(address.slice('/edit/'.length))).toEqual({ id: 'abc' });
});

test('E-SHELL-03 every screen has its address', () => {
  expect(routeOf('/')).toEqual({ screen: 'start' });
  expect(routeOf('/runs')).toEqual({ screen: 'runs' });
  expect(routeOf(runAddress('r 1'))).toEqual({ screen: 'run', runId: 'r 1' });
  expect(routeOf('/inbox')).toEqual({ screen: 'inbox' });
  expect(routeOf('/settings/keyboard')).toEqual({ screen: 'settings', page: 'keyboard' });
  expect(routeOf('/nowhere')).toEqual({ screen: 'unknown', path: '/nowhere' });
});

test('E-SHELL-03 nonsense in an address is left out', () => {
  expect(parseEditPlace('line=-3&seq=abc&node=')).toEqual({ node: '' });
});
