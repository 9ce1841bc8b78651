// A library item is DSL text with its title, description and tags as comments at its head (E-LIB-02, E-LIB-03). Pure.
export interface LibraryItem {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** The whole text, head included; inserted by the same function as paste. */
  readonly text: string;
}

export function itemOf(id: string, text: string): LibraryItem {
  const line = (key: string): string => new RegExp(`^## ${key}: (.*)$`, 'mu').exec(text)?.[1]?.trim() ?? '';
  const tags = line('tags')
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
  return { id, title: line('name') || id, description: line('description'), tags, text };
}

/** The head of a saved snippet, as front matter and a tag line. */
export function withHead(text: string, title: string, description: string, tags: readonly string[]): string {
  const oneLine = (value: string): string => value.replaceAll(/\s+/gu, ' ').trim();
  return [
    '## ---',
    `## name: ${oneLine(title)}`,
    `## description: ${oneLine(description)}`,
    '## ---',
    ...(tags.length > 0 ? [`## tags: ${tags.map(oneLine).join(', ')}`] : []),
    '',
    text,
  ].join('\n');
}

/** Items that match every word in title, description or tags. */
export function found(items: readonly LibraryItem[], query: string): readonly LibraryItem[] {
  const words = query
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  return items.filter((item) => {
    const text = `${item.title} ${item.description} ${item.tags.join(' ')}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
