// The outline of each kind as SVG path data (E-VIS-04). Drawn inside the card's box, except for the tool's tab, which stands on
// its top edge. `inset` is how much further than 10 px the content keeps from the leading and trailing sides.
import type { Direction } from '../../document/model.ts';
import type { Size } from './geometry.ts';

export type Silhouette =
  | 'rounded'
  | 'cut'
  | 'hexagon'
  | 'trapezoid'
  | 'stadium'
  | 'tabbed'
  | 'ruled'
  | 'pill'
  | 'octagon'
  | 'dashed';

export interface Outline {
  readonly path: string;
  /** A second line inside the shape, where the kind has one. */
  readonly inner?: string;
  readonly inset: number;
}

const point = 12;
const slope = 12;

export function outline(silhouette: Silhouette, size: Size, direction: Direction): Outline {
  const { width: w, height: h } = size;
  return shapes[silhouette](w, h, direction === 'down');
}

const shapes: { readonly [S in Silhouette]: (w: number, h: number, down: boolean) => Outline } = {
  rounded: (w, h) => ({ path: rounded(w, h, 10, 10, 10, 10), inset: 0 }),
  cut: (w, h) => ({
    path: polygon([10, 0, w - 10, 0, w, 10, w, h - 10, w - 10, h, 10, h, 0, h - 10, 0, 10]),
    inset: 2,
  }),
  hexagon: (w, h, down) =>
    down
      ? { path: polygon([point, 0, w - point, 0, w, h / 2, w - point, h, point, h, 0, h / 2]), inset: 8 }
      : {
          path: polygon([0, point / 2, w / 2, 0, w, point / 2, w, h - point / 2, w / 2, h, 0, h - point / 2]),
          inset: 0,
        },
  trapezoid: (w, h, down) =>
    down
      ? { path: polygon([0, 0, w, 0, w - slope, h, slope, h]), inset: 6 }
      : { path: polygon([0, 0, w, slope / 2, w, h - slope / 2, 0, h]), inset: 0 },
  stadium: (w, h, down) => {
    const r = Math.min(28, h / 2);
    return down ? { path: rounded(w, h, r, r, 6, 6), inset: 6 } : { path: rounded(w, h, r, 6, 6, r), inset: 6 };
  },
  tabbed: (w, h) => ({ path: polygon([0, 0, 16, 0, 16, -6, 40, -6, 40, 0, w, 0, w, h, 0, h]), inset: 0 }),
  ruled: (w, h) => ({
    path: polygon([0, 0, w, 0, w, h, 0, h]),
    inner: polygon([3, 3, w - 3, 3, w - 3, h - 3, 3, h - 3]),
    inset: 0,
  }),
  pill: (w, h) => ({ path: rounded(w, h, h / 2, h / 2, h / 2, h / 2), inset: 4 }),
  octagon: (w, h) => {
    const c = Math.round(h * 0.29);
    return { path: polygon([c, 0, w - c, 0, w, c, w, h - c, w - c, h, c, h, 0, h - c, 0, c]), inset: 4 };
  },
  dashed: (w, h) => ({ path: polygon([0, 0, w, 0, w, h, 0, h]), inset: 0 }),
};

function rounded(w: number, h: number, tl: number, tr: number, br: number, bl: number): string {
  const arc = (r: number, x: number, y: number): string => (r > 0 ? `A${r} ${r} 0 0 1 ${x} ${y}` : '');
  return (
    `M${tl} 0H${w - tr}${arc(tr, w, tr)}V${h - br}${arc(br, w - br, h)}` +
    `H${bl}${arc(bl, 0, h - bl)}V${tl}${arc(tl, tl, 0)}Z`
  );
}
function polygon(coordinates: readonly number[]): string {
  const pairs: string[] = [];
  for (let i = 0; i < coordinates.length; i += 2) pairs.push(`${coordinates[i] ?? 0} ${coordinates[i + 1] ?? 0}`);
  return `M${pairs.join('L')}Z`;
}
