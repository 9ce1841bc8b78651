import { expect, test } from 'vitest';
import { placesAmongSiblings } from './treePlaces.ts';

test('E-A11Y-07 each row of a tree says which of how many siblings it is', () => {
  const depths = [0, 1, 1, 2, 1, 0, 1];
  const shown = placesAmongSiblings(depths.map((depth) => ({ depth }))).map(({ place, of }) => `${place}/${of}`);
  expect(shown).toEqual(['1/2', '1/3', '2/3', '1/1', '3/3', '2/2', '1/1']);
});
