// Hover: what a property means, where a name comes from and what it holds; Markdown from the language table and the graph.
import type { Document } from '../document.ts';
import type { CompiledGraph, Range } from '../graph.ts';
import { languageTable } from '../language/index.ts';
import type { PropertyRow } from '../language/table.ts';
import { allStatements, propertiesIn } from '../occurrences/occurrences.ts';
import type { Occurrence } from '../occurrences/occurrences.ts';
import { rangeAt } from '../source.ts';
import { nameAt } from './names.ts';

export interface Hover {
  readonly range: Range;
  readonly markdown: string;
}

export function hoverAt(document: Document, graph: CompiledGraph, offset: number): Hover | undefined {
  const name = nameAt(document, offset);
  if (name !== undefined) {
    const markdown = describe(graph, name.occurrence);
    if (markdown !== undefined) return { range: name.range, markdown };
  }
  for (const { node, at } of allStatements(document)) {
    if (offset < at + node.start || offset > at + node.end) continue;
    if (node.type === 'Declaration' && offset <= at + node.keyword.end && node.kind in languageTable.kinds) {
      const row = languageTable.kinds[node.kind as keyof typeof languageTable.kinds];
      return {
        range: rangeAt(document.lines, at + node.keyword.start, at + node.keyword.end),
        markdown: `**${row.title}** — ${row.help}`,
      };
    }
    for (const property of propertiesIn(node)) {
      const { start, end } = property.name;
      if (property.row !== undefined && at + start <= offset && offset <= at + end)
        return { range: rangeAt(document.lines, at + start, at + end), markdown: aboutProperty(property.row) };
    }
  }
  return undefined;
}

/** The documentation of a property as Markdown, also for forms. */
export function aboutProperty(row: PropertyRow): string {
  const lines = [`**${row.name}** — ${row.help}`];
  if (row.details !== undefined) lines.push(row.details);
  if (row.value.kind === 'word') lines.push(`One of ${row.value.words.map((word) => `\`${word}\``).join(', ')}.`);
  if (row.default !== undefined) lines.push(`Default: ${row.default}.`);
  if (row.synonyms !== undefined) lines.push(`Also written ${row.synonyms.map((name) => `\`${name}\``).join(', ')}.`);
  return lines.join('\n\n');
}

function describe(graph: CompiledGraph, { space, name, owners }: Occurrence): string | undefined {
  const text = (head: string, description?: string) => (description === undefined ? head : `${head}\n\n${description}`);
  switch (space) {
    case 'node': {
      const node = graph.nodes.find(({ id }) => id === name);
      if (node === undefined) return undefined;
      const contract = [
        node.input === undefined ? '' : `input \`${node.input}\``,
        node.output === undefined ? '' : `output \`${node.output}\``,
      ]
        .filter(Boolean)
        .join(', ');
      return text(`**${node.kind}** \`${name}\`${contract === '' ? '' : ` — ${contract}`}`, node.description);
    }
    case 'schema': {
      const schema = graph.schemas.find((candidate) => candidate.name === name);
      return (
        schema &&
        text(
          `**schema** \`${name}\`\n\n${schema.fields.map((field) => `- \`${field.name}\`: ${field.type}${field.enum === undefined ? '' : ` (${field.enum.join(', ')})`}`).join('\n')}`,
          schema.description,
        )
      );
    }
    case 'prompt': {
      const prompt = graph.prompts.find((candidate) => candidate.name === name);
      const body = prompt?.body.source ?? '';
      return (
        prompt &&
        text(
          `**prompt** \`${name}\`\n\n\`\`\`\n${body.length > 400 ? `${body.slice(0, 400)}…` : body}\n\`\`\``,
          prompt.description,
        )
      );
    }
    case 'variable': {
      const found = graph.vars.find((candidate) => candidate.name === name);
      return (
        found &&
        text(
          `**variable** \`${name}\`: ${found.type}${found.hasDefault ? ` = \`${JSON.stringify(found.default)}\`` : ', no default'}`,
          found.description,
        )
      );
    }
    case 'field': {
      const field = owners?.flatMap(
        (owner) =>
          graph.schemas
            .find((schema) => schema.name === owner)
            ?.fields.filter((candidate) => candidate.name === name) ?? [],
      )[0];
      return (
        field &&
        text(
          `**field** \`${name}\`: ${field.type}${field.enum === undefined ? '' : ` (${field.enum.join(', ')})`} of schema \`${owners?.join('`, `') ?? ''}\``,
          field.description,
        )
      );
    }
    case 'loop': {
      const loop = graph.loops.find((candidate) => candidate.name === name);
      const bound = loop?.bound.kind === 'literal' ? String(loop.bound.value) : loop?.bound.template.source;
      return (
        loop &&
        `**loop** \`${name}\` — at most ${bound} traversals; body: ${loop.body.map((node) => `\`${node}\``).join(', ') || 'none'}`
      );
    }
    case 'artifact': {
      const artifact = graph.artifacts.find((candidate) => candidate.name === name);
      return (
        artifact &&
        `**artifact** \`${name}\` — published by ${artifact.publishers.map((node) => `\`${node}\``).join(', ')}`
      );
    }
    case 'attachment':
    case 'cursor':
    case 'mcp_server':
    case 'preset':
    case 'workflow':
      return `**${space.replace('_', ' ')}** \`${name}\``;
    default:
      return space satisfies never;
  }
}
