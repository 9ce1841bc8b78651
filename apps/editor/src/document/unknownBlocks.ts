// Blocks at the top of a file that the language does not know, and declarations without a name (E-DOC-16): nothing of the text is left out of
// the views. Pure.
import { rangeOfPlaced } from '@iterion/dsl';
import type { SyntaxDocument } from './language.ts';
import type { UnknownBlock } from './projection.ts';

const mostLetters = 40;
const nameless: ReadonlySet<string> = new Set(['vars', 'presets', 'attachments']);

export function unknownBlocks(document: SyntaxDocument): readonly UnknownBlock[] {
  const seen = new Map<string, number>();
  return document.file.statements.flatMap((placed): UnknownBlock[] => {
    const { node, at } = placed;
    const isUnknown = node.type === 'ErrorStatement' || (!nameless.has(node.kind) && (node.name?.value ?? '') === '');
    if (!isUnknown) return [];
    const line = document.text
      .slice(at + node.start, at + node.end)
      .split('\n', 1)[0]
      ?.trim()
      .replace(/:$/u, '');
    const name = line === undefined || line === '' ? 'text' : line.slice(0, mostLetters);
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    return [{ name: nth === 1 ? name : `${name} (${nth})`, range: rangeOfPlaced(document, placed) }];
  });
}
