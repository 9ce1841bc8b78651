// The colours of Markdown in a prompt: headings, code, emphasis, lists, quotes, links. A glance, not a parser: what a model makes of it is its
// own business. Pure.
export interface MarkdownMark {
  readonly start: number;
  readonly end: number;
  readonly kind: 'heading' | 'code' | 'strong' | 'emphasis' | 'bullet' | 'quote' | 'link' | 'tag';
}

const fence = /^ {0,3}(`{3,}|~{3,})/u;
const heading = /^ {0,3}#{1,6}(?=\s|$)/u;
const quote = /^ {0,3}>/u;
const bullet = /^\s*(?:[-*+]|\d{1,9}[.)])(?=\s)/u;
const rule = /^ {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$/u;
const inline =
  /(?<code>(?<!`)(`+)(?!`).+?(?<!`)\2(?!`))|(?<strong>\*\*(?=\S).+?(?<=\S)\*\*|__(?=\S).+?(?<=\S)__)|(?<emphasis>(?<![*\w])\*(?=[^\s*]).+?(?<=[^\s*])\*(?!\*)|(?<![_\w])_(?=[^\s_]).+?(?<=[^\s_])_(?![_\w]))|(?<link>!?\[[^\]\n]*\]\([^)\s]*\)|https?:\/\/[^\s)>\]]+)|(?<tag><\/?[A-Za-z][\w-]*(?:\s[^<>\n]*)?>)/gu;
const kinds = ['code', 'strong', 'emphasis', 'link', 'tag'] as const;

export function markdownMarks(text: string): readonly MarkdownMark[] {
  const marks: MarkdownMark[] = [];
  let at = 0;
  let open: string | null = null;
  for (const line of text.split('\n')) {
    const end = at + line.length;
    const fenced = fence.exec(line)?.[1];
    if (open !== null || fenced !== undefined) {
      if (line !== '') marks.push({ start: at, end, kind: 'code' });
      if (open === null) open = fenced ?? null;
      else if (fenced?.startsWith(open) === true && line.trim() === fenced) open = null;
    } else if (heading.test(line)) marks.push({ start: at, end, kind: 'heading' });
    else if (quote.test(line)) marks.push({ start: at, end, kind: 'quote' });
    else if (rule.test(line)) marks.push({ start: at, end, kind: 'bullet' });
    else {
      const point = bullet.exec(line)?.[0] ?? '';
      if (point !== '') marks.push({ start: at, end: at + point.length, kind: 'bullet' });
      for (const match of line.slice(point.length).matchAll(inline)) {
        const start = at + point.length + match.index;
        const kind = kinds.find((name) => match.groups?.[name] !== undefined);
        if (kind) marks.push({ start, end: start + match[0].length, kind });
      }
    }
    at = end + 1;
  }
  return marks;
}
