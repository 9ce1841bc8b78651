// A library item is DSL text with its title, description, tags and parameters as comments at its head (E-LIB-02, E-LIB-03). Pure.
import { type Parameter, parameterLine, parametersIn } from './parameters.ts';

export interface LibraryItem {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** What is asked for when it is inserted. */
  readonly parameters: readonly Parameter[];
  /** The whole text, head included; inserted by the same function as paste. */
  readonly text: string;
}

export function itemOf(id: string, text: string): LibraryItem {
  const line = (key: string): string => new RegExp(`^## ${key}: (.*)$`, 'mu').exec(text)?.[1]?.trim() ?? '';
  const tags = line('tags')
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
  return {
    id,
    title: line('name') || id,
    description: line('description'),
    tags,
    parameters: parametersIn(text),
    text,
  };
}

export interface Head {
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters: readonly Parameter[];
}

/** The head of a saved snippet: front matter, then a line for the tags and one for each parameter. */
export function withHead(text: string, { title, description, tags, parameters }: Head): string {
  const oneLine = (value: string): string => value.replaceAll(/\s+/gu, ' ').trim();
  return [
    '## ---',
    `## name: ${oneLine(title)}`,
    `## description: ${oneLine(description)}`,
    '## ---',
    ...(tags.length > 0 ? [`## tags: ${tags.map(oneLine).join(', ')}`] : []),
    ...parameters.map(parameterLine),
    '',
    text,
  ].join('\n');
}

/** Items that match every word in title, description or tags, and bear every tag. */
export function found<T extends LibraryItem>(
  items: readonly T[],
  query: string,
  tags: readonly string[] = [],
): readonly T[] {
  const words = query
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  return items.filter((item) => {
    const text = `${item.title} ${item.description} ${item.tags.join(' ')}`.toLowerCase();
    return words.every((word) => text.includes(word)) && tags.every((tag) => item.tags.includes(tag));
  });
}

/** The id that a title gives a snippet: lower-case letters, digits and hyphens, as file names of snippets are. */
export function idOf(title: string): string {
  const plain = title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '')
    .slice(0, 60)
    .replace(/-+$/u, '');
  return plain === '' ? 'snippet' : plain;
}
