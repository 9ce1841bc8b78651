// Renaming what a declaration or block holds: variables, attachments, artifacts, loops, presets, fields of a schema (language.md 9.4).
import type { Document } from '../document.ts';
import { isNamespace } from '../expression/parse.ts';
import type { TextEdit } from '../source.ts';
import {
  type Declaration,
  declarationsOf,
  type EdgeStatement,
  entriesOf,
  type Entry,
  isString,
  type Placed,
  propertyOf,
  type Statement,
  textOf,
} from '../tree.ts';
import { findDeclaration, isNodeKind, requireDeclaration, requireName } from './find.ts';
import type { MemberSpace } from './operations.ts';
import { readReferences, type Reference } from './references.ts';
import { refuse } from './refusal.ts';
import { allStatements, promptsOf, propertiesIn, Replacements } from './rename.ts';

const KEYWORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'true', 'false', 'null']);

export function renameMember(document: Document, space: MemberSpace, from: string, to: string): TextEdit[] {
  requireName(to);
  if (from === to) return [];
  if (typeof space === 'object') return renameField(document, space.fieldOf, from, to);
  const replace = new Replacements();
  const names = memberNames(document, space);
  if (!names.some(({ name }) => name === from))
    refuse('EDIT_NOT_FOUND', `There is no ${space} "${from}" in this file.`);
  if (names.some(({ name }) => name === to)) refuse('EDIT_NAME_TAKEN', `There is already a ${space} "${to}".`);
  for (const member of names) if (member.name === from) member.rename(replace, to);
  const ns = { variable: 'vars', attachment: 'attachments', artifact: 'artifacts', loop: 'loop', preset: undefined }[
    space
  ];
  if (ns !== undefined)
    for (const { node, at } of allStatements(document))
      for (const reference of readReferences(node))
        if (reference.ns === ns && reference.path[0] === from && reference.spans[0] !== undefined)
          replace.span(at, reference.spans[0], to);
  return replace.sorted();
}

interface MemberName {
  readonly name: string;
  readonly rename: (replace: Replacements, to: string) => void;
}

/** Every place that declares a member of the name space. */
function memberNames(document: Document, space: Exclude<MemberSpace, object>): MemberName[] {
  const found: MemberName[] = [];
  const role = {
    variable: 'variable',
    attachment: 'attachment',
    preset: 'preset',
    artifact: undefined,
    loop: undefined,
  }[space];
  for (const { node, at } of allStatements(document)) {
    for (const entry of entriesIn(node)) {
      if (entry.role === role || (space === 'variable' && entry.role === 'presetValue'))
        found.push({ name: entry.key.value, rename: (replace, to) => replace.value(at, entry.key, to) });
    }
    if (space === 'artifact')
      for (const property of propertiesIn(node)) {
        const token =
          property.row?.name === 'publish' && property.value?.type === 'Literal' ? property.value.token : undefined;
        if (token !== undefined)
          found.push({ name: token.value, rename: (replace, to) => replace.value(at, token, to) });
      }
    const loop = space === 'loop' && node.type === 'Edge' ? node.as?.name : undefined;
    if (loop !== undefined) found.push({ name: loop.value, rename: (replace, to) => replace.value(at, loop, to) });
  }
  return found;
}

function entriesIn(statement: Statement): Entry[] {
  const found: Entry[] = [];
  const open: Statement[] = [statement];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.type === 'Entry') found.push(next);
    if (next.type !== 'Edge' && next.type !== 'ErrorStatement' && next.block !== undefined)
      open.push(...next.block.statements);
  }
  return found;
}

function renameField(document: Document, schema: string, from: string, to: string): TextEdit[] {
  const declaration = requireDeclaration(document, { space: 'schema', name: schema });
  const fields = entriesOf(declaration.node);
  const field =
    fields.find((entry) => entry.key.value === from) ??
    refuse('EDIT_NOT_FOUND', `Schema "${schema}" has no field "${from}".`);
  if (fields.some((entry) => entry.key.value === to))
    refuse('EDIT_NAME_TAKEN', `Schema "${schema}" already has a field "${to}".`);
  const replace = new Replacements();
  replace.value(declaration.at, field.key, to);
  const has = (node: string, slot: 'input' | 'output') => {
    const found = findDeclaration(document, { space: 'node', name: node });
    return found !== undefined && slotOf(found.node, slot) === schema;
  };
  refuseSharedPrompts(document, schema, from);
  const prompts = new Set(
    promptsOf(document)
      .filter(({ node }) => slotOf(node.node, 'input') === schema)
      .map(({ prompt }) => prompt),
  );
  for (const placed of allStatements(document)) {
    const { node, at } = placed;
    const inputIsSchema =
      node.type === 'Edge'
        ? has(node.from.value, 'output')
        : node.type === 'Declaration' &&
          (node.kind === 'prompt' ? prompts.has(node.name?.value ?? '') : slotOf(node, 'input') === schema);
    for (const reference of readReferences(node)) {
      const at0 = fieldSegment(reference, from, inputIsSchema, (name) => has(name, 'output'));
      const span = at0 === undefined ? undefined : reference.spans[at0];
      if (span === undefined) continue;
      const needsNamespace = reference.bare && (isNamespace(to) || KEYWORDS.has(to));
      replace.span(at, span, needsNamespace ? `input.${to}` : to);
    }
    if (node.type === 'Edge') renameInEdge(replace, placed as Placed<EdgeStatement>, from, to, has);
    if (node.type === 'Declaration' && node.kind === 'compute' && slotOf(node, 'output') === schema)
      for (const entry of propertyOf(node, 'expr')?.block?.statements ?? [])
        if (entry.type === 'Entry' && entry.key.value === from) replace.value(at, entry.key, to);
  }
  return replace.sorted();
}

const slotOf = (node: Declaration, slot: string): string | undefined => textOf(propertyOf(node, slot)?.value);

/** The index of the path element that names the field, if this reference reads it. */
function fieldSegment(
  reference: Reference,
  field: string,
  inputIsSchema: boolean,
  outputIsSchema: (node: string) => boolean,
): number | undefined {
  const { ns, path } = reference;
  if (ns === 'input' && inputIsSchema && path[0] === field) return 0;
  if (ns !== 'outputs' || typeof path[0] !== 'string' || !outputIsSchema(path[0])) return undefined;
  if (path[1] === field) return 1;
  return path[1] === 'history' && path[3] === field ? 3 : undefined;
}

function renameInEdge(
  replace: Replacements,
  { node, at }: Placed<EdgeStatement>,
  from: string,
  to: string,
  has: (node: string, slot: 'input' | 'output') => boolean,
): void {
  const condition = node.when?.condition;
  if (condition !== undefined && !isString(condition) && condition.value === from && has(node.from.value, 'output'))
    replace.value(at, condition, to);
  if (node.to === undefined || !has(node.to.value, 'input')) return;
  for (const entry of node.with?.entries ?? []) if (entry.key.value === from) replace.value(at, entry.key, to);
}

/** A prompt that reads the field and is shared with a node of another schema cannot follow both. */
function refuseSharedPrompts(document: Document, schema: string, field: string): void {
  const users = promptsOf(document).filter(({ node }) => isNodeKind(node.node.kind));
  for (const { node, at: _at } of declarationsOf(document.file, 'prompt')) {
    const reads = readReferences(node).some((reference) => reference.ns === 'input' && reference.path[0] === field);
    const slots = new Set(
      users.filter(({ prompt }) => prompt === node.name?.value).map((user) => slotOf(user.node.node, 'input')),
    );
    if (reads && slots.has(schema) && slots.size > 1)
      refuse(
        'EDIT_AMBIGUOUS',
        `Prompt "${node.name?.value ?? ''}" reads input.${field} and is shared with a node whose input is another schema; give that node its own prompt first.`,
      );
  }
}
