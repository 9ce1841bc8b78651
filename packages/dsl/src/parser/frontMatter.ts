// The front matter (L-LEX-13): `##` lines between two `## ---`, holding the four keys tools know, in plain YAML: scalars, flow
// lists and block lists. Other keys and shapes are left alone.
import type { Chunk, FrontMatter } from '../tree.ts';
import { commentValue } from './layout.ts';

export function readFrontMatter(chunk: Chunk): FrontMatter | undefined {
  const comments = chunk.comments.filter((comment) => comment.role === 'frontMatter');
  const first = comments[0];
  const last = comments.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const values = readYaml(comments.slice(1, -1).map((comment) => commentValue(comment.text)));
  return {
    start: first.start,
    end: last.end,
    ...scalar('name', values),
    ...scalar('description', values),
    triggers: list(values.get('triggers')),
    capabilities: list(values.get('capabilities')),
  };
}

type Yaml = string | string[];

function readYaml(lines: readonly string[]): Map<string, Yaml> {
  const values = new Map<string, Yaml>();
  let key: string | undefined;
  for (const line of lines) {
    const item = /^-(?:\s+(.*))?$/s.exec(line);
    if (item !== null && key !== undefined) {
      const before = values.get(key);
      values.set(key, [...(Array.isArray(before) ? before : []), plain(item[1] ?? '')]);
      continue;
    }
    const pair = /^([A-Za-z_][\w-]*)\s*:(?:\s+(.*))?$/s.exec(line);
    if (pair === null) continue;
    key = pair[1] ?? '';
    const text = (pair[2] ?? '').trim();
    values.set(key, text.startsWith('[') && text.endsWith(']') ? flowList(text.slice(1, -1)) : plain(text));
  }
  return values;
}

function flowList(inner: string): string[] {
  return inner
    .split(',')
    .map((part) => plain(part))
    .filter((part) => part !== '');
}

function plain(text: string): string {
  const trimmed = text.trim();
  const quote = trimmed.charAt(0);
  const quoted = trimmed.length > 1 && (quote === '"' || quote === "'") && trimmed.endsWith(quote);
  if (quoted) return trimmed.slice(1, -1);
  return trimmed.replace(/\s#.*$/s, '').trimEnd();
}

function scalar(key: 'name' | 'description', values: Map<string, Yaml>): { [K in typeof key]?: string } {
  const value = values.get(key);
  return typeof value === 'string' && value !== '' ? { [key]: value } : {};
}

function list(value: Yaml | undefined): string[] {
  if (value === undefined || value === '') return [];
  return typeof value === 'string' ? [value] : value;
}
