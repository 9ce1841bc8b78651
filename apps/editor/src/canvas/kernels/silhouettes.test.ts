import { expect, test } from 'vitest';
import { outline } from './silhouettes.ts';

const size = { width: 240, height: 76 };

test('E-VIS-04 every silhouette has a closed path of its own, in both directions', () => {
  const names = ['rounded', 'cut', 'hexagon', 'trapezoid', 'stadium', 'tabbed', 'pill', 'octagon'] as const;
  const paths = names.map((name) => outline(name, size, 'down').path);
  expect(new Set(paths).size).toBe(names.length);
  for (const name of names)
    for (const direction of ['down', 'right'] as const) expect(outline(name, size, direction).path).toMatch(/^M.*Z$/u);
});
