// Declarations other than nodes as parts of the graph: schemas, prompts, variables, presets, attachments, mcp servers, cursors.
import type {
  Attachment,
  Cursor,
  Decl,
  EnvText,
  Json,
  McpServer,
  Preset,
  Prompt,
  Schema,
  Type,
  Var,
} from '../graph.ts';
import {
  descriptionOf,
  entriesOf,
  isString,
  jsonOf,
  type Entry,
  type Statement,
  type Token,
  type Value,
} from '../tree.ts';
import { textList } from './effective.ts';
import type { Model } from './model.ts';
import { Properties } from './properties.ts';
import type { Scope } from './scope.ts';
import type { DeclSymbol, NodeSymbol } from './symbols.ts';
import { environmentOf, templateOf } from './texts.ts';
import type { Values } from './values.ts';

/** What every declared thing has. */
export function decl(model: Model, name: string, node: Statement, nameToken: Token, at: number): Decl {
  const { context } = model;
  const result: Decl = { name, range: context.range(at, node), nameRange: context.range(at, nameToken) };
  const description = descriptionOf(node);
  if (description !== undefined) result.description = description;
  return result;
}

export function schemas(model: Model): Schema[] {
  return [...model.schemas.values()].map(({ symbol, fields }) => ({
    ...decl(model, symbol.name, symbol.decl, symbol.nameToken, symbol.at),
    fields: [...fields].map(([name, { entry }]) => schemaField(model, name, entry, symbol.at)),
  }));
}

function schemaField(model: Model, name: string, entry: Entry, at: number): Schema['fields'][number] {
  const type: Type = entry.valueType ?? 'json';
  const field: Schema['fields'][number] = { name, type, range: model.context.range(at, entry) };
  if (entry.enum !== undefined && (type === 'string' || type === 'string[]')) {
    const words = [...new Set(entry.enum.elements.map((element) => element.token.value))];
    if (words.length > 0) field.enum = words;
  }
  const description = descriptionOf(entry) ?? entry.trailing?.value;
  if (description !== undefined && description !== '') field.description = description;
  return field;
}

/** Where a prompt is used: the slot of a node. */
export interface PromptUse {
  readonly node: NodeSymbol;
  readonly slot: string;
}

/** The uses of prompts by the name of the prompt, in the order of the nodes. */
export function promptUses(model: Model): Map<string, PromptUse[]> {
  const uses = new Map<string, PromptUse[]>();
  for (const node of model.nodes) {
    for (const { slot, name } of node.facts.mentions.prompts) {
      const found = uses.get(name);
      if (found === undefined) uses.set(name, [{ node, slot }]);
      else found.push({ node, slot });
    }
  }
  return uses;
}

export function prompts(model: Model, uses: ReadonlyMap<string, readonly PromptUse[]>, values: Values): Prompt[] {
  return [...model.symbols.prompts.values()].map((symbol) => {
    const used = uses.get(symbol.name) ?? [];
    const scopes = used.map(({ node }): Scope => ({ kind: 'node', node }));
    const token = symbol.decl.body?.token;
    const body =
      token === undefined
        ? { source: '', whole: false, segments: [] }
        : values.template(templateOf(token), token, symbol.at, scopes);
    return {
      ...decl(model, symbol.name, symbol.decl, symbol.nameToken, symbol.at),
      body,
      usedBy: used.map(({ node, slot }) => ({ node: node.name, slot })),
    };
  });
}

export function variables(model: Model, values: Values): Var[] {
  return [...model.symbols.variables.values()].map(({ name, entry, at, scope }) => {
    const variable: Var = {
      ...decl(model, name, entry, entry.key, at),
      type: entry.valueType ?? 'json',
      hasDefault: entry.value !== undefined,
      scope,
    };
    if (entry.value !== undefined) variable.default = defaultValue(entry.value, at, values);
    return variable;
  });
}

/** A string with environment references becomes an `EnvText`; string leaves of JSON literals keep theirs as text (L-ENV-01). */
function defaultValue(value: Value, at: number, values: Values): Json | EnvText {
  if (value.type !== 'Literal') {
    for (const token of stringLeaves(value)) if (token.value.includes('${')) values.envText(token, at);
    return jsonOf(value);
  }
  const { token } = value;
  const hasReference = isString(token) && environmentOf(token).pieces.some((piece) => piece.kind === 'env');
  return hasReference ? values.envText(token, at) : jsonOf(value);
}

/** The string tokens of a value, keys left out. Nesting of literals is bounded (L-LIM-02). */
export function stringLeaves(value: Value): Token[] {
  switch (value.type) {
    case 'Literal':
      return isString(value.token) ? [value.token] : [];
    case 'List':
      return value.elements.flatMap(stringLeaves);
    case 'Map':
      return value.entries.flatMap((entry) => (entry.value === undefined ? [] : stringLeaves(entry.value)));
    case 'Json':
      return value.shape === 'array'
        ? value.elements.flatMap(stringLeaves)
        : value.members.flatMap((member) => (member.value === undefined ? [] : stringLeaves(member.value)));
  }
  return value satisfies never;
}

export function presets(model: Model): Preset[] {
  return [...model.symbols.presets].map(([name, { entry, at }]) => {
    const values = new Map<string, Json>();
    for (const each of entriesOf(entry)) if (each.value !== undefined) values.set(each.key.value, jsonOf(each.value));
    return { ...decl(model, name, entry, entry.key, at), values: Object.fromEntries(values) };
  });
}

export function attachments(model: Model): Attachment[] {
  return [...model.symbols.attachments.values()].map(({ name, entry, at }) => {
    const props = Properties.of(entry, at);
    const attachment: Attachment = {
      ...decl(model, name, entry, entry.key, at),
      kind: entry.typeToken?.value === 'image' ? 'image' : 'file',
      acceptMime: textList(props, 'accept_mime') ?? [],
      required: props.bool('required') ?? false,
    };
    const label = props.value('description');
    if (label !== undefined) attachment.label = label;
    return attachment;
  });
}

/** The agents and judges for which a declared server is active (L-DECL-20). */
function usersOf(model: Model, server: string): string[] {
  const names = (props: Properties | undefined, list: string): string[] => {
    const block = props?.block('mcp');
    return (block === undefined ? undefined : textList(block, list)) ?? [];
  };
  const items = model.symbols.workflow?.props;
  const byDefault = names(items, 'servers').includes(server) && !names(items, 'disable').includes(server);
  const users = model.nodes.filter(({ kind, props }) => {
    if (kind !== 'agent' && kind !== 'judge') return false;
    if (names(props, 'disable').includes(server)) return false;
    const inherits = props.block('mcp')?.bool('inherit') !== false;
    return names(props, 'servers').includes(server) || (inherits && byDefault);
  });
  return users.map((node) => node.name);
}

export function mcpServers(model: Model, values: Values): McpServer[] {
  return [...model.symbols.servers.values()].map((symbol) => {
    const { props, at } = symbol;
    const users = usersOf(model, symbol.name);
    const environmentMap = (name: string): { [key: string]: EnvText } =>
      Object.fromEntries(
        Array.from(props.map(name), ([key, text]) => [key, values.envText(text.token, text.at, ...users)]),
      );
    const server: McpServer = {
      ...decl(model, symbol.name, symbol.decl, symbol.nameToken, at),
      transport: props.word('transport') ?? (props.get('url') === undefined ? 'stdio' : 'http'),
      args: (props.list('args') ?? []).map((element) => values.envText(element.token, element.at, ...users)),
      env: environmentMap('env'),
      headers: environmentMap('headers'),
    };
    for (const key of ['command', 'url'] as const) {
      const text = props.text(key);
      if (text !== undefined) server[key] = values.envText(text.token, text.at, ...users);
    }
    const auth = oauth(symbol);
    if (auth !== undefined) server.auth = auth;
    return server;
  });
}

function oauth({ props }: DeclSymbol): McpServer['auth'] {
  const block = props.block('auth');
  const authUrl = block?.value('auth_url');
  const tokenUrl = block?.value('token_url');
  const clientId = block?.value('client_id');
  if (block === undefined || authUrl === undefined || tokenUrl === undefined || clientId === undefined)
    return undefined;
  const auth: NonNullable<McpServer['auth']> = {
    type: 'oauth2',
    authUrl,
    tokenUrl,
    clientId,
    scopes: textList(block, 'scopes') ?? [],
  };
  const revokeUrl = block.value('revoke_url');
  if (revokeUrl !== undefined) auth.revokeUrl = revokeUrl;
  return auth;
}

export function cursors(model: Model): Cursor[] {
  return [...model.symbols.cursors.values()].map((symbol) => {
    const cursor: Cursor = {
      ...decl(model, symbol.name, symbol.decl, symbol.nameToken, symbol.at),
      text: symbol.props.value('description') ?? '',
    };
    const { values, bands } = cursorEntries(symbol);
    if (values !== undefined) cursor.values = values.map(({ name, text }) => ({ name, text }));
    if (bands !== undefined) cursor.bands = bands.map(({ lo, hi, text }) => ({ lo, hi, text }));
    return cursor;
  });
}

export interface Band {
  readonly lo: number;
  readonly hi: number;
  readonly text: string;
  readonly entry: Entry;
}

/** The well-formed entries of a cursor (L-DECL-40). */
export function cursorEntries({ props }: DeclSymbol): {
  values?: { readonly name: string; readonly text: string; readonly entry: Entry }[];
  bands?: Band[];
} {
  const entries = (name: string): Entry[] | undefined => {
    const property = props.get(name);
    return property === undefined ? undefined : entriesOf(property.node);
  };
  const textOf = (entry: Entry): string => (entry.value?.type === 'Literal' ? entry.value.token.value : '');
  const values = entries('values')?.map((entry) => ({ name: entry.key.value, text: textOf(entry), entry }));
  const bands = entries('bands')?.flatMap((entry): Band[] => {
    const band = parseBand(entry.key.value);
    return band === undefined ? [] : [{ ...band, text: textOf(entry), entry }];
  });
  return { ...(values === undefined ? {} : { values }), ...(bands === undefined ? {} : { bands }) };
}

/** `"lo..hi"` with 0 ≤ lo ≤ hi ≤ 1; undefined for anything else. */
export function parseBand(text: string): { lo: number; hi: number } | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*\.\.\s*(\d+(?:\.\d+)?)\s*$/.exec(text);
  const lo = Number(match?.[1]);
  const hi = Number(match?.[2]);
  return match !== null && lo <= hi && hi <= 1 ? { lo, hi } : undefined;
}
