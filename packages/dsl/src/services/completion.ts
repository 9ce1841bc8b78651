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

const TYPES = ['string', 'bool', 'int', 'float', 'json', 'string[]'] as const;
const TERMINALS = ['done', 'fail'];
const BLOCKS = ['vars', 'presets', 'attachments'] as const;

export function complete(document: Document, graph: CompiledGraph, offset: number): CompletionItem[] {
  const place = placeAt(document, offset);
  const drafts = draftsAt(place, graph);
  const start = offset - place.word.length;
  return drafts.map((draft) => ({ ...draft, start, end: offset }));
}

function draftsAt(place: Place, graph: CompiledGraph): Draft[] {
  const { before, after, word, kind, headers } = place;
  if (/(^|\s)#/.test(before.replace(/"[^"]*"?/g, '')) && kind !== 'prompt') return [];
  if (place.reference !== undefined) return referenceCompletion(place, graph);
  if (kind === 'prompt' && headers.length > 0) return [];
  // A line of a `with` block that was opened above.
  const opened = kind === 'workflow' && headers.length === 2 ? headers[1] : undefined;
  if (opened !== undefined && /->.*\bwith\s*\{[^}]*$/.test(opened))
    return before.trim() === word ? withKeys(opened, place, graph) : [];
  if (before.trim() === word) return statements(place, graph);
  if (kind === 'workflow' && headers.length === 1 && before.includes('->')) return inEdge(place, graph);
  const property = /^\s*([\p{L}_][\p{L}\p{Nd}_]*)\s*:\s*(.*)$/su.exec(before);
  if (property === null) return [];
  const [, name = '', written = ''] = property;
  const row = place.rows?.find((candidate) => candidate.name === name || candidate.synonyms?.includes(name));
  if (row !== undefined) return values(row, written, after, graph);
  const plain = /^\w*$/.test(written);
  if (kind === 'vars' || kind === 'schema' || (kind === 'workflow' && /^\s*vars\s*:/.test(headers[1] ?? '')))
    return plain && headers.length > 0 && MAY_END_TYPE.test(after) ? types() : [];
  if (kind === 'attachments') return plain && headers.length === 1 && isEnd(after) ? words(['file', 'image']) : [];
  if (kind === 'compute' && /^\s*expr\s*:/.test(headers[1] ?? '') && isOpenString(written))
    return expression(place, graph, place.name);
  return [];
}

/** Nothing but a comment follows on the line. */
const isEnd = (after: string): boolean => /^\s*(#.*)?$/s.test(after);
/** A string that is not closed before the caret. */
const isOpenString = (written: string): boolean => /^(?:"[^"]*|`[^`]*)$/s.test(written);
const MAY_END_TYPE = /^\s*(?:=|\[|#|$)/;

/** What may begin on this line: a declaration, a property, the source of an edge. Where its rest is there already, the word alone. */
function statements(place: Place, graph: CompiledGraph): Draft[] {
  const { after, kind, headers, indent, rows, aligned, word } = place;
  const bare = (drafts: readonly Draft[]): Draft[] =>
    drafts.map((draft) => ({ ...draft, insertText: draft.label, snippet: false }));
  const nothing = after.trim() === '';
  if (word === '' ? !nothing || !aligned : isEnd(after) && !aligned) return [];
  if (indent === 0) {
    if (isEnd(after)) return declarations();
    const blocks = /^\s*:/.test(after);
    if (!blocks && !/^\s+[\p{L}_][\p{L}\p{Nd}_]*\s*:/u.test(after)) return [];
    return bare(declarations().filter(({ label }) => BLOCKS.some((block) => block === label) === blocks));
  }
  const isWorkflow = kind === 'workflow' && headers.length === 1;
  if (isEnd(after)) return [...properties(place), ...(isWorkflow ? nodes(graph, false) : [])];
  if (isWorkflow && /^\s*->/.test(after)) return nodes(graph, false);
  // Another property has another class of values: the rest of the line would seldom fit.
  const same = rows?.find((row) => row.name === word || row.synonyms?.includes(word));
  if (!/^\s*:/.test(after) || same !== undefined) return [];
  return bare(properties(place));
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
  const blocks = BLOCKS.map((label): Draft => ({
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
  const { before, after } = place;
  if (/->\s*[\p{L}\p{Nd}_]*$/u.test(before)) return MAY_FOLLOW_NAME.test(after) ? nodes(graph, true) : [];
  const source = /^\s*([\p{L}\p{Nd}_]+)\s*->/u.exec(before)?.[1];
  if (/\bwhen\s+(?:"[^"]*|`[^`]*)$/.test(before)) return expression(place, graph, source);
  // The parts of strings are none of the edge's words.
  const words = before.replace(/"[^"]*"|`[^`]*`/g, '""');
  if (/["`]/.test(words.replaceAll('""', ''))) return [];
  if (/\bwhen\s+(not\s+)?[\p{L}\p{Nd}_]*$/u.test(words)) {
    if (!MAY_FOLLOW_NAME.test(after)) return [];
    const fields = outputFields(graph, source).filter(({ type }) => type === 'bool');
    const not: Draft[] =
      /\bnot\s+[\p{L}\p{Nd}_]*$/u.test(words) || !isEnd(after)
        ? []
        : [{ label: 'not', kind: 'keyword', insertText: 'not ' }];
    return [
      ...fields.map(({ name }): Draft => ({ label: name, kind: 'field', detail: 'bool', insertText: name })),
      ...not,
    ];
  }
  if (/\bas\s+[\p{L}\p{Nd}_]*$/u.test(words))
    return graph.loops.map(({ name, bound }) => {
      const limit = bound.kind === 'literal' ? String(bound.value) : `"${bound.template.source}"`;
      return { label: name, kind: 'loop', insertText: /^\s*\(/.test(after) ? name : `${name}(${limit})` };
    });
  if (/\bwith\s*\{(?:[^{}]*[\s,])?[\p{L}\p{Nd}_]*$/u.test(words) && !/:\s*[\p{L}\p{Nd}_]*$/u.test(words))
    return withKeys(words, place, graph);
  if (/[{(][^})]*$/.test(words) || !/->\s*[\p{L}_][\p{L}\p{Nd}_]*\s(?:.*\s)?[\p{L}\p{Nd}_]*$/u.test(words)) return [];
  if (!MAY_FOLLOW_NAME.test(after)) return [];
  const line = `${words} ${after}`;
  const clause = (label: string, insertText: string): Draft[] =>
    new RegExp(`\\b${label}\\b`).test(line) ? [] : [{ label, kind: 'keyword', insertText, snippet: true }];
  return [...clause('when', 'when $0'), ...clause('as', 'as ${1:retry}(${2:3})'), ...clause('with', 'with { $0 }')];
}

/** Behind a name of an edge stand clauses or nothing. */
const MAY_FOLLOW_NAME = /^\s*(?:#.*)?$|^\s+(?:when|as|with)\b/s;

function outputFields(graph: CompiledGraph, node: string | undefined) {
  const output = graph.nodes.find(({ id }) => id === node)?.output;
  return graph.schemas.find(({ name }) => name === output)?.fields ?? [];
}

/** The fields of the target's input that the `with` block of this edge does not set yet. */
function withKeys(edge: string, { present, after }: Place, graph: CompiledGraph): Draft[] {
  const target = /->\s*([\p{L}_][\p{L}\p{Nd}_]*)/u.exec(edge)?.[1];
  const input = graph.nodes.find(({ id }) => id === target)?.input;
  const fields = graph.schemas.find(({ name }) => name === input)?.fields ?? [];
  const given = new Set([...edge.matchAll(/([\p{L}_][\p{L}\p{Nd}_]*)\s*:/gu)].map((match) => match[1]));
  return fields
    .filter(({ name }) => !given.has(name) && !present.has(name))
    .map(({ name, type }) => ({
      label: name,
      kind: 'field',
      detail: type,
      insertText: /^\s*:/.test(after) ? name : `${name}: `,
    }));
}

function expression(place: Place, graph: CompiledGraph, source: string | undefined): Draft[] {
  // Behind a dot stand the members of what is before it.
  const path = /[\p{L}_][\p{L}\p{Nd}_]*(?:\.[\p{L}\p{Nd}_]*)+$/u.exec(place.before)?.[0];
  if (path !== undefined) return referenceCompletion({ ...place, reference: path }, graph);
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

function values(row: PropertyRow, written: string, after: string, graph: CompiledGraph): Draft[] {
  const { value } = row;
  const word = /^\w*$/.test(written) && isEnd(after);
  const quoted = /^"\w*$/.test(written) && /^"\s*(#.*)?$/s.test(after);
  const inList = /^\[(?:[^\]"]*,)?\s*[\w.]*$/.test(written.replace(/"[^"]*"/g, '§')) && /^\s*(?:[,\]#]|$)/.test(after);
  switch (value.kind) {
    case 'word':
      return word || (quoted && value.quotedAllowed === true) ? words(value.words) : [];
    case 'block':
      return word ? words(value.short ?? []) : [];
    case 'bool':
      return word ? words(['true', 'false']) : [];
    case 'name':
      return word ? names(value.refers, graph) : [];
    case 'list':
      if (!inList) return [];
      return value.refers !== undefined ? names(value.refers, graph) : value.of === 'pattern' ? tools(graph) : [];
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
