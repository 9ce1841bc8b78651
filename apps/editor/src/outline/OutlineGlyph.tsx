// The glyph of an outline row: the kind's icon in the kind's hue (E-VIS-01), neutral ones for everything else.
import IconArrowRight from '@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs';
import IconBraces from '@tabler/icons-react/dist/esm/icons/IconBraces.mjs';
import IconMessage from '@tabler/icons-react/dist/esm/icons/IconMessage.mjs';
import IconPaperclip from '@tabler/icons-react/dist/esm/icons/IconPaperclip.mjs';
import IconPlug from '@tabler/icons-react/dist/esm/icons/IconPlug.mjs';
import IconPoint from '@tabler/icons-react/dist/esm/icons/IconPoint.mjs';
import IconSitemap from '@tabler/icons-react/dist/esm/icons/IconSitemap.mjs';
import IconAdjustments from '@tabler/icons-react/dist/esm/icons/IconAdjustments.mjs';
import IconVariable from '@tabler/icons-react/dist/esm/icons/IconVariable.mjs';
import { createElement } from 'react';
import type { Icon } from '@tabler/icons-react';
import { kindEntry } from '../canvas/kinds.ts';
import type { OutlineRow } from './outlineTree.ts';

const spaces: Readonly<Record<string, Icon>> = {
  workflow: IconSitemap,
  prompt: IconMessage,
  schema: IconBraces,
  var: IconVariable,
  preset: IconAdjustments,
  attachment: IconPaperclip,
  mcp_server: IconPlug,
  cursor: IconAdjustments,
  group: IconSitemap,
};

export function OutlineGlyph({ row }: { readonly row: OutlineRow }) {
  const look = { size: 15, stroke: 1.75, 'aria-hidden': true } as const;
  if (row.node) {
    const entry = kindEntry(row.node.kind);
    return createElement(entry.icon(row.node.data), { ...look, style: { color: `var(--hue-${entry.hue})` } });
  }
  if (row.kind === 'edge') return <IconArrowRight {...look} />;
  if (row.kind === 'workflow') return <IconSitemap {...look} />;
  if (row.kind === 'declaration') {
    const Glyph = spaces[row.space ?? ''] ?? IconPoint;
    return <Glyph {...look} />;
  }
  return row.kind === 'member' ? <IconPoint {...look} /> : null;
}
