// Maps of strings, written inline (`{ KEY: "value" }`) or as a block of lines: `setProperty` changes only the entries that differ.
import type { Document } from '../document.ts';
import type { TextEdit } from '../source.ts';
import { type Entry, entriesOf, type MapValue, type Placed, type Property } from '../tree.ts';
import { indentationAt, indentationStep, insertLines, linesOf, nextLineStart, removeLines } from './lines.ts';
import { spellKey, spellString } from './spelling.ts';

type StringMap = { readonly [key: string]: string };

/** A map on one line. */
export function spellMap(map: StringMap, strictEscape: boolean): string {
  const entries = Object.entries(map).map(
    ([key, value]) => `${spellKey(key, { strictEscape })}: ${spellString(value, { strictEscape })}`,
  );
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** Edits that make the map of a present property hold exactly `map`. */
export function editMap(document: Document, present: Placed<Property>, map: StringMap): TextEdit[] {
  const { node, at } = present;
  if (node.block !== undefined) return editBlock(document, present, map);
  if (node.value?.type === 'Map' && node.value.close !== undefined) return editInline(document, node.value, at, map);
  const start = node.value === undefined ? at + (node.colon ?? node.name).end : at + node.value.start;
  const end = node.value === undefined ? start : at + node.value.end;
  return [{ start, end, newText: `${node.value === undefined ? ' ' : ''}${spellMap(map, document.strictEscape)}` }];
}

const valueOf = (entry: Entry): string | undefined =>
  entry.value?.type === 'Literal' ? entry.value.token.value : undefined;

function editInline(document: Document, map: MapValue, at: number, wanted: StringMap): TextEdit[] {
  const present = new Map(map.entries.map((entry) => [entry.key.value, entry]));
  const sameKeys =
    present.size === Object.keys(wanted).length && map.entries.every((entry) => Object.hasOwn(wanted, entry.key.value));
  if (!sameKeys) {
    const written = (key: string, value: string): string => {
      const entry = present.get(key);
      const text =
        entry?.value !== undefined && valueOf(entry) === value
          ? document.text.slice(at + entry.value.start, at + entry.value.end)
          : spellString(value, document);
      return `${entry?.key.text ?? spellKey(key, document)}: ${text}`;
    };
    const entries = Object.entries(wanted).map(([key, value]) => written(key, value));
    return [
      { start: at + map.start, end: at + map.end, newText: entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }` },
    ];
  }
  return map.entries.flatMap((entry) => changeValue(document, entry, at, wanted));
}

function changeValue(document: Document, entry: Entry, at: number, wanted: StringMap): TextEdit[] {
  const value = wanted[entry.key.value];
  if (value === undefined || entry.value === undefined || valueOf(entry) === value) return [];
  const token = entry.value.type === 'Literal' ? entry.value.token : undefined;
  return [{ start: at + entry.value.start, end: at + entry.value.end, newText: spellString(value, document, token) }];
}

function editBlock(document: Document, present: Placed<Property>, wanted: StringMap): TextEdit[] {
  const entries = entriesOf(present.node).map((node) => ({ ...present, node }));
  const edits: TextEdit[] = [];
  const last = entries.at(-1);
  const within = {
    start: nextLineStart(document, present.at + (present.node.colon ?? present.node.name).end),
    end: linesOf(present).end,
  };
  for (const entry of entries) {
    if (Object.hasOwn(wanted, entry.node.key.value)) edits.push(...changeValue(document, entry.node, entry.at, wanted));
    else edits.push(removeLines(document, linesOf(entry), within));
  }
  const known = new Set(entries.map(({ node }) => node.key.value));
  const indent =
    last === undefined
      ? indentationAt(document, present.at + present.node.start) + indentationStep(document)
      : indentationAt(document, last.at + last.node.start);
  const fresh = Object.entries(wanted).filter(([key]) => !known.has(key));
  if (fresh.length > 0)
    edits.push(
      insertLines(
        document.text,
        { offset: within.end },
        fresh.map(([key, value]) => `${indent}${spellKey(key, document)}: ${spellString(value, document)}`),
      ),
    );
  return edits;
}
