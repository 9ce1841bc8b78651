// A rendered prompt read against its template (E-RUN-22): which spans were put in, and for which reference. Pure. The texts between the
// references are found in order; where they do not stand as written the prompt stays unmarked rather than marked wrongly.
import type { Ref, Template } from '@iterion/dsl';

export type PromptPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly text: string; readonly ref: Ref };

export function promptParts(template: Template, rendered: string): readonly PromptPart[] | null {
  const parts: PromptPart[] = [];
  let at = 0;
  let pending: Ref | null = null;
  for (const [index, segment] of template.segments.entries()) {
    if (segment.kind === 'ref') {
      // Two values side by side cannot be told apart.
      if (pending !== null) return null;
      pending = segment.ref;
      continue;
    }
    const isLast = index === template.segments.length - 1;
    // What stands at the end may have been trimmed.
    const text = isLast && !rendered.endsWith(segment.text) ? segment.text.trimEnd() : segment.text;
    if (text === '') continue;
    const found = pending === null ? (rendered.startsWith(text, at) ? at : -1) : rendered.indexOf(text, at);
    if (found < 0) return null;
    if (pending !== null) {
      // Told apart only where the text after the value stands once.
      if (rendered.indexOf(text, found + 1) >= 0 && !isUnique(template, index, rendered, found, text)) return null;
      const to = isLast ? rendered.length - text.length : found;
      parts.push({ kind: 'value', text: rendered.slice(at, to), ref: pending });
      at = to;
      pending = null;
    }
    parts.push({ kind: 'text', text });
    at += text.length;
  }
  if (pending !== null) parts.push({ kind: 'value', text: rendered.slice(at), ref: pending });
  else if (at < rendered.length) return null;
  return parts;
}

/** A text that stands again only where the template has it again is in its place all the same. */
function isUnique(template: Template, index: number, rendered: string, found: number, text: string): boolean {
  const later = template.segments.slice(index + 1).filter((segment) => segment.kind === 'text');
  const expected = later.reduce(
    (sum, segment) => sum + (segment.kind === 'text' ? occurrences(segment.text, text) : 0),
    0,
  );
  return occurrences(rendered.slice(found), text) === 1 + expected;
}
const occurrences = (where: string, text: string): number => where.split(text).length - 1;

/** `outputs.plan.steps`, as the language writes it. */
export function refText({ ns, path }: Ref): string {
  return [ns, ...path.map((part) => (typeof part === 'number' ? `[${part}]` : part))].join('.').replaceAll('.[', '[');
}

/** The node whose execution gave the value; null for what no node gave. */
export function refNode({ ns, path }: Ref): string | null {
  return ns === 'outputs' && typeof path[0] === 'string' ? path[0] : null;
}
