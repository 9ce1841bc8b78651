// Completion by context: declarations, properties, values, names, clauses and references. It offers only what may stand there
// (E-SRC-06); texts come from the language table, names from the compiled graph.
import type { Document } from '../document.ts';
import { FUNCTIONS } from '../expression/functions.ts';
import type { CompiledGraph } from '../graph.ts';
import { languageTable } from '../language/index.ts';
import type { PropertyRow, ValueClass } from '../language/table.ts';
import { type Place, placeAt } from './place.ts';
import type { CompletionItem, Draft } from './completionItem.ts';
import { referenceCompletion } from './referenceCompletion.ts';

export const TYPES = ['string', 'bool', 'int', 'float', 'json', 'string[]'] as const;
const TERMINALS = ['done', 'fail'];

export function complete(document: Document, graph: CompiledGraph, offset: number): CompletionItem[] {
  const place = placeAt(document, offset);
  const drafts = draftsAt(place, graph);
  const start = offset - place.word.length;
  return drafts.map((draft) => ({ ...draft, start, end: offset }));
}

function draftsAt(place: Place, graph: CompiledGraph): Draft[] {
  if (/(^|\s)#/.test(place.before.replace(/"[^"]*"?/g, '')) && place.kind !== 'prompt') return [];
  if (place.reference !== undefined) return referenceCompletion(place, graph);
  if (place.kind === 'prompt' && place.headers.length > 0) return [];
  const lineStart = place.before.trim() === place.word;
  if (place.indent === 0 && lineStart) return declarations();
  if (place.kind === 'workflow' && place.headers.length === 1) {
    if (lineStart) return [...properties(place), ...nodes(graph, false)];
    if (place.before.includes('->')) return inEdge(place, graph);
  }
  if (place.rows !== undefined && lineStart) return properties(place);
  const property = /^\s*([\p{L}_][\p{L}\p{Nd}_]*)\s*:\s*(.*)$/su.exec(place.before);
  if (property === null) return [];
  const [, name = '', written = ''] = property;
  const row = place.rows?.find((candidate) => candidate.name === name || candidate.synonyms?.includes(name));
  if (row !== undefined) return values(row, written, graph);
  if (
    place.kind === 'vars' ||
    place.kind === 'schema' ||
    (place.kind === 'workflow' && /^\s*vars\s*:/.test(place.headers[1] ?? ''))
  )
    return /^\w*$/.test(written) ? types() : [];
  if (place.kind === 'attachments') return words(['file', 'image']);
  if (place.kind === 'compute' && /^\s*expr\s*:/.test(place.headers[1] ?? '') && /^["`]/.test(written))
    return expression(graph, place.name);
  return [];
}

function declarations(): Draft[] {
  const kinds = Object.values(languageTable.kinds).map((row): Draft => ({
    label: row.kind,
    kind: 'keyword',
    detail: row.title,
    documentation: row.help,
    insertText: `${row.kind} \${1:name}:\n  $0`,
    snippet: true,
  }));
  const blocks = ['vars', 'presets', 'attachments'].map((label): Draft => ({
    label,
    kind: 'keyword',
    insertText: `${label}:\n  $0`,
    snippet: true,
  }));
  return [...kinds, ...blocks];
}

function properties(place: Place): Draft[] {
  return (place.rows ?? [])
    .filter((row) => ![row.name, ...(row.synonyms ?? [])].some((name) => place.present.has(name)))
    .map((row) => ({
      label: row.name,
      kind: 'property',
      detail: row.default === undefined ? row.help : `${row.help} Default: ${row.default}.`,
      documentation: row.details ?? row.help,
      ...propertyText(row),
    }));
}

function propertyText(row: PropertyRow): Pick<Draft, 'insertText' | 'snippet'> {
  switch (row.value.kind) {
    case 'block':
    case 'members':
      return { insertText: `${row.name}:\n  $0`, snippet: true };
    case 'string':
      return { insertText: `${row.name}: "$0"`, snippet: true };
    case 'list':
      return { insertText: `${row.name}: [$0]`, snippet: true };
    default:
      return { insertText: `${row.name}: ` };
  }
}

const words = (list: readonly string[]): Draft[] => list.map((label) => ({ label, kind: 'value', insertText: label }));
const types = (): Draft[] => TYPES.map((label) => ({ label, kind: 'type', insertText: label }));

function nodes(graph: CompiledGraph, terminals: boolean): Draft[] {
  return graph.nodes
    .filter(({ kind }) => terminals || (kind !== 'done' && kind !== 'fail'))
    .map(({ id, kind, description }) => ({
      label: id,
      kind: 'node',
      detail: kind,
      ...(description === undefined ? {} : { documentation: description }),
      insertText: id,
    }));
}

function inEdge(place: Place, graph: CompiledGraph): Draft[] {
  const text = place.before;
  if (/->\s*[\p{L}\p{Nd}_]*$/u.test(text)) return nodes(graph, true);
  const source = /^\s*([\p{L}\p{Nd}_]+)\s*->/u.exec(text)?.[1];
  if (/\bwhen\s+(not\s+)?[\p{L}\p{Nd}_]*$/u.test(text)) {
    const fields = outputFields(graph, source).filter(({ type }) => type === 'bool');
    const not: Draft[] = /\bnot\s+[\p{L}\p{Nd}_]*$/u.test(text)
      ? []
      : [{ label: 'not', kind: 'keyword', insertText: 'not ' }];
    return [
      ...fields.map(({ name }): Draft => ({ label: name, kind: 'field', detail: 'bool', insertText: name })),
      ...not,
    ];
  }
  if (/\bwhen\s+["`][^"`]*$/.test(text)) return expression(graph, source);
  if (/\bas\s+[\p{L}\p{Nd}_]*$/u.test(text))
    return graph.loops.map(({ name }) => ({ label: name, kind: 'loop', insertText: name }));
  if (/[{(]\s*[^})]*$/.test(text)) return [];
  const clause = (label: string, insertText: string): Draft[] =>
    new RegExp(`\\b${label}\\b`).test(text) ? [] : [{ label, kind: 'keyword', insertText, snippet: true }];
  return [...clause('when', 'when $0'), ...clause('as', 'as ${1:retry}(${2:3})'), ...clause('with', 'with { $0 }')];
}

export function outputFields(graph: CompiledGraph, node: string | undefined) {
  const output = graph.nodes.find(({ id }) => id === node)?.output;
  return graph.schemas.find(({ name }) => name === output)?.fields ?? [];
}

function expression(graph: CompiledGraph, source: string | undefined): Draft[] {
  const namespaces = ['vars', 'input', 'outputs', 'artifacts', 'loop', 'run'];
  return [
    ...outputFields(graph, source).map(({ name, type }): Draft => ({
      label: name,
      kind: 'field',
      detail: type,
      insertText: name,
    })),
    ...namespaces.map((label): Draft => ({ label, kind: 'variable', insertText: `${label}.` })),
    ...FUNCTIONS.map(({ name, parameters }): Draft => ({
      label: name,
      kind: 'function',
      detail: `${name}(${parameters.join(', ')})`,
      insertText: `${name}($0)`,
      snippet: true,
    })),
    ...graph.vars.map(({ name, type }): Draft => ({
      label: `vars.${name}`,
      kind: 'variable',
      detail: type,
      insertText: `vars.${name}`,
    })),
  ];
}

function values(row: PropertyRow, written: string, graph: CompiledGraph): Draft[] {
  const { value } = row;
  const inList = /\[[^\]]*$/.test(written);
  switch (value.kind) {
    case 'word':
      return /^"?\w*$/.test(written) ? words(value.words) : [];
    case 'block':
      return words(value.short ?? []);
    case 'bool':
      return /^\w*$/.test(written) ? words(['true', 'false']) : [];
    case 'name':
      return /^\w*$/.test(written) ? names(value.refers, graph) : [];
    case 'list':
      return inList && value.refers !== undefined
        ? names(value.refers, graph)
        : inList && value.of === 'pattern'
          ? tools(graph)
          : [];
    case 'string':
    case 'int':
    case 'number':
    case 'map':
    case 'members':
      return [];
    default:
      return value satisfies never;
  }
}

function names(refers: Extract<ValueClass, { kind: 'name' }>['refers'] | 'mcp_server', graph: CompiledGraph): Draft[] {
  switch (refers) {
    case 'node':
      return nodes(graph, false).filter(({ label }) => !TERMINALS.includes(label));
    case 'schema':
      return graph.schemas.map(({ name, fields }) => ({
        label: name,
        kind: 'schema',
        detail: fields.map((field) => field.name).join(', '),
        insertText: name,
      }));
    case 'prompt':
      return graph.prompts.map(({ name, body }) => ({
        label: name,
        kind: 'prompt',
        detail: body.source.split('\n', 1)[0] ?? '',
        insertText: name,
      }));
    case 'artifact':
      return graph.artifacts.map(({ name }) => ({ label: name, kind: 'variable', insertText: name }));
    case 'mcp_server':
      return graph.mcpServers.map(({ name, transport }) => ({
        label: name,
        kind: 'variable',
        detail: transport,
        insertText: name,
      }));
    default:
      return refers satisfies never;
  }
}

const BUILT_IN_TOOLS = [
  'read_file',
  'list_files',
  'tree',
  'glob',
  'search_codebase',
  'git_status',
  'git_diff',
  'git_log',
  'write_file',
  'patch',
  'run_command',
  'web_fetch',
  'todo_write',
  'ask_user',
];

const tools = (graph: CompiledGraph): Draft[] => [
  ...BUILT_IN_TOOLS.map((label): Draft => ({ label, kind: 'value', insertText: label })),
  ...graph.mcpServers.map(({ name }): Draft => ({
    label: `mcp.${name}.*`,
    kind: 'value',
    insertText: `mcp.${name}.*`,
  })),
];
