// Every place of a document that declares or refers to a name, with the exact span of that name: one token or path segment.
// Rename, definition, references and highlights all read this list; prose, comments (but `@group`) and other strings never appear.
import type { Document } from '../document.ts';
import { memo } from '../memo.ts';
import {
  type Declaration,
  entriesOf,
  type EdgeStatement,
  type Entry,
  isString,
  type List,
  type Placed,
  type Property,
  propertyOf,
  type Span,
  type Statement,
  textOf,
  type Token,
  valueSpan,
} from '../tree.ts';
import { readReferences, type Reference } from './references.ts';

export type NameSpace =
  | 'node'
  | 'schema'
  | 'prompt'
  | 'mcp_server'
  | 'cursor'
  | 'workflow'
  | 'variable'
  | 'attachment'
  | 'artifact'
  | 'loop'
  | 'preset'
  | 'field';

export interface Occurrence {
  readonly space: NameSpace;
  readonly name: string;
  /** Absolute, UTF-16. */
  readonly start: number;
  readonly end: number;
  readonly role: 'declaration' | 'reference';
  /** Of a field: the schemas it belongs to; several where a prompt is shared by nodes of different schemas, `''` for none. */
  readonly owners?: readonly string[];
  /** A bare name of an expression, which stands for `input.NAME`. */
  readonly bare?: boolean;
}

const NODE_KINDS: ReadonlySet<string> = new Set(['agent', 'judge', 'router', 'join', 'human', 'tool', 'compute']);
const NAMESPACE: { readonly [ns: string]: NameSpace } = {
  vars: 'variable',
  outputs: 'node',
  artifacts: 'artifact',
  loop: 'loop',
  attachments: 'attachment',
};
const ENTRY_SPACE: { readonly [role: string]: NameSpace } = {
  variable: 'variable',
  presetValue: 'variable',
  attachment: 'attachment',
  preset: 'preset',
  cursorUse: 'cursor',
};

/** All statements of a file: declarations and, for workflows, their items and edges. */
export function allStatements(document: Document): Placed<Statement>[] {
  return [...document.file.statements, ...document.file.workflows.flatMap((workflow) => workflow.statements)];
}

/** The occurrences of a document, by start; read once. */
export const occurrences: (document: Document) => readonly Occurrence[] = memo((document: Document) => {
  const collector = new Collector(document);
  for (const placed of allStatements(document)) collector.statement(placed);
  for (const { node, at } of document.file.groups)
    for (const member of node.members) collector.add('node', member.name, at, member.span, 'reference');
  // A workflow inside a broken declaration is reached twice.
  return collector.found
    .toSorted((a, b) => a.start - b.start)
    .filter(({ start, space, name }, i, all) => {
      const before = all[i - 1];
      return before?.start !== start || before.space !== space || before.name !== name;
    });
});

class Collector {
  readonly found: Occurrence[] = [];
  private readonly schemas = new Map<string, { readonly input?: string; readonly output?: string }>();
  private readonly promptInputs = new Map<string, Set<string>>();

  constructor(document: Document) {
    for (const { node } of document.file.statements) {
      if (
        node.type !== 'Declaration' ||
        !NODE_KINDS.has(node.kind) ||
        node.name === undefined ||
        this.schemas.has(node.name.value)
      )
        continue;
      const input = textOf(propertyOf(node, 'input')?.value);
      const output = textOf(propertyOf(node, 'output')?.value);
      this.schemas.set(node.name.value, {
        ...(input === undefined ? {} : { input }),
        ...(output === undefined ? {} : { output }),
      });
      for (const property of propertiesIn(node)) {
        const prompt =
          property.row?.value.kind === 'name' && property.row.value.refers === 'prompt'
            ? textOf(property.value)
            : undefined;
        if (prompt === undefined) continue;
        const inputs = this.promptInputs.get(prompt) ?? new Set<string>();
        this.promptInputs.set(prompt, inputs.add(input ?? ''));
      }
    }
  }

  add(
    space: NameSpace,
    name: string,
    at: number,
    span: Span,
    role: Occurrence['role'],
    owners?: readonly string[],
    bare?: boolean,
  ): void {
    this.found.push({
      space,
      name,
      start: at + span.start,
      end: at + span.end,
      role,
      ...(owners === undefined ? {} : { owners }),
      ...(bare === true ? { bare } : {}),
    });
  }

  private token(
    space: NameSpace,
    at: number,
    token: Token,
    role: Occurrence['role'],
    owners?: readonly string[],
  ): void {
    this.add(space, token.value, at, valueSpan(token, 0, token.value.length), role, owners);
  }

  statement({ node, at }: Placed<Statement>): void {
    if (node.type === 'Declaration') this.declaration(node, at);
    if (node.type === 'Edge') this.edge(node, at);
    else for (const property of propertiesIn(node)) this.property(property, at);
    for (const entry of entriesIn(node)) this.entry(entry, at);
    const inputs = this.inputsOf(node);
    for (const reference of readReferences(node)) this.reference(reference, at, inputs);
  }

  private declaration(node: Declaration, at: number): void {
    if (node.name === undefined) return;
    const space = NODE_KINDS.has(node.kind) ? 'node' : node.kind;
    if (space === 'vars' || space === 'presets' || space === 'attachments') return;
    this.token(space as NameSpace, at, node.name, 'declaration');
    if (node.kind === 'schema')
      for (const field of entriesOf(node)) this.token('field', at, field.key, 'declaration', [node.name.value]);
    if (node.kind !== 'compute') return;
    const output = this.schemas.get(node.name.value)?.output;
    for (const entry of propertyOf(node, 'expr')?.block?.statements ?? [])
      if (entry.type === 'Entry' && output !== undefined) this.token('field', at, entry.key, 'reference', [output]);
  }

  private edge(node: EdgeStatement, at: number): void {
    this.token('node', at, node.from, 'reference');
    if (node.to !== undefined) this.token('node', at, node.to, 'reference');
    if (node.as?.name !== undefined) this.token('loop', at, node.as.name, 'declaration');
    const output = this.schemas.get(node.from.value)?.output;
    const condition = node.when?.condition;
    if (condition !== undefined && !isString(condition) && output !== undefined)
      this.token('field', at, condition, 'reference', [output]);
    const input = node.to && this.schemas.get(node.to.value)?.input;
    for (const entry of node.with?.entries ?? [])
      if (input !== undefined) this.token('field', at, entry.key, 'reference', [input]);
  }

  private property({ row, value }: Property, at: number): void {
    if (row === undefined || value === undefined) return;
    if (row.value.kind === 'name' && value.type === 'Literal')
      this.token(row.value.refers, at, value.token, row.value.refers === 'artifact' ? 'declaration' : 'reference');
    if (row.value.kind !== 'list' || value.type !== 'List') return;
    if (row.value.refers !== undefined)
      for (const { token } of value.elements) this.token(row.value.refers, at, token, 'reference');
    if (row.value.of === 'pattern') this.patterns(value, at, row.name);
  }

  /** `mcp.SERVER.…` in tool lists and policies, `tool.NODE` in policies. */
  private patterns(list: List, at: number, property: string): void {
    for (const { token } of list.elements) {
      const [head, name] = token.value.split('.', 2);
      if (name === undefined || name === '' || name === '*') continue;
      const space = head === 'mcp' ? 'mcp_server' : head === 'tool' && property === 'tool_policy' ? 'node' : undefined;
      if (space !== undefined)
        this.add(
          space,
          name,
          at,
          valueSpan(token, (head ?? '').length + 1, (head ?? '').length + 1 + name.length),
          'reference',
        );
    }
  }

  private entry(entry: Entry, at: number): void {
    const space = ENTRY_SPACE[entry.role];
    if (space !== undefined)
      this.token(
        space,
        at,
        entry.key,
        entry.role === 'presetValue' || entry.role === 'cursorUse' ? 'reference' : 'declaration',
      );
  }

  /** The schemas that `input.F` means here: the source's output on an edge, the node's input elsewhere. */
  private inputsOf(node: Statement): readonly string[] {
    if (node.type === 'Edge') return [this.schemas.get(node.from.value)?.output ?? ''];
    if (node.type !== 'Declaration' || node.name === undefined) return [];
    if (node.kind === 'prompt') return [...(this.promptInputs.get(node.name.value) ?? [])];
    return [this.schemas.get(node.name.value)?.input ?? ''];
  }

  private reference({ ns, path, spans, bare }: Reference, at: number, inputs: readonly string[]): void {
    const [first] = path;
    const span = spans[0];
    if (typeof first !== 'string' || first === '' || span === undefined) return;
    const space = NAMESPACE[ns];
    if (space !== undefined) this.add(space, first, at, span, 'reference');
    if (ns === 'input') this.add('field', first, at, span, 'reference', inputs, bare);
    if (ns !== 'outputs') return;
    const output = this.schemas.get(first)?.output;
    const index = path[1] === 'history' ? 3 : 1;
    const field = path[index];
    const fieldSpan = spans[index];
    if (typeof field === 'string' && field !== '' && fieldSpan !== undefined && output !== undefined)
      this.add('field', field, at, fieldSpan, 'reference', [output]);
  }
}

/** Every property of a statement, at any depth. */
export function propertiesIn(statement: Statement): Property[] {
  return inside(statement).filter((found): found is Property => found.type === 'Property');
}

function entriesIn(statement: Statement): Entry[] {
  return inside(statement).filter((found): found is Entry => found.type === 'Entry');
}

function inside(statement: Statement): Statement[] {
  const found: Statement[] = [];
  const open: Statement[] = [statement];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    found.push(next);
    if (next.type !== 'Edge' && next.type !== 'ErrorStatement' && next.block !== undefined)
      open.push(...next.block.statements);
  }
  return found;
}
