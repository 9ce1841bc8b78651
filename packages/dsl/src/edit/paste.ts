// `pasteFragment`: puts a piece of DSL text into a document. Its declarations go where new ones go, its edges as by `addEdge`;
// equal schemas, prompts, variables and servers are reused, every other name that is taken gets the next free `NAME_n`, and the
// references inside the fragment follow (language.md 9.4, E-CANVAS-25).
import { type Document, parse } from '../document.ts';
import { applyEdits, type TextEdit } from '../source.ts';
import {
  type Declaration,
  declarationsOf,
  entriesOf,
  type Entry,
  jsonOf,
  type Placed,
  type Property,
  textOf as textOfValue,
  type WorkflowView,
} from '../tree.ts';
import { endOfDeclaration, insertAfter, insertTopLevel } from './addLines.ts';
import { allLinesOf, spaceOf } from './declaration.ts';
import {
  edgesWithIds,
  findDeclaration,
  freeName,
  isNodeKind,
  isTerminal,
  requireDeclaration,
  requireWorkflow,
} from './find.ts';
import { bodyOf } from './find.ts';
import { indentationAt, indentationStep, insertLines, linesOf } from './lines.ts';
import { setMember } from './members.ts';
import { setProperty } from './property.ts';
import type { EditOperation, Space } from './operations.ts';
import { refuse } from './refusal.ts';
import { renameDeclaration, renameMember } from './rename.ts';
import { sequence, type Step } from './sequence.ts';

export interface Pasted {
  readonly edits: TextEdit[];
  /** Fragment name → name in the document, for every declaration that was added. */
  readonly names: { readonly [from: string]: string };
}

export function pasteFragment(document: Document, operation: Extract<EditOperation, { op: 'pasteFragment' }>): Pasted {
  const given = parse(operation.text.replaceAll('\r\n', '\n'));
  const [first] = given.diagnostics.filter(({ severity, code }) => severity === 'error' && code !== 'E006');
  if (first !== undefined)
    refuse(
      'EDIT_INVALID',
      `The text cannot be pasted: line ${first.range.start.line}: ${first.message.replace(/\.?$/, '.')}`,
    );
  if (declarationsOf(given.file).length === 0) refuse('EDIT_INVALID', 'The text contains no declaration to paste.');
  const { fragment, names, reused } = freeNames(document, given);
  const steps: Step[] = [];
  for (const placed of declarationsOf(fragment.file)) {
    const { kind, name } = placed.node;
    if (kind === 'workflow') continue;
    if (kind === 'vars') steps.push(...variableSteps(entriesOf(placed.node)));
    if (kind === 'vars' || kind === 'presets' || kind === 'attachments' || name === undefined) continue;
    if (reused.has(`${spaceOf(kind)} ${name.value}`)) continue;
    const text = textOf(fragment, placed);
    steps.push((current) => [declarationEdit(current, placed.node, text, operation)]);
  }
  const [workflow] = fragment.file.workflows;
  if (workflow !== undefined && document.file.workflows.length === 0) {
    const text = textOf(fragment, workflow.header);
    steps.push((current) => [declarationEdit(current, workflow.header.node, text, operation)]);
  } else steps.push((current) => edgeLines(current, fragment));
  if (workflow !== undefined) steps.push((current) => firstEntry(current, workflow));
  return { edits: sequence(document, steps), names };
}

/** A workflow that says nowhere where to begin begins where the fragment does. */
function firstEntry(document: Document, from: WorkflowView): TextEdit[] {
  const workflow = requireWorkflow(document);
  const name = workflow.header.node.name?.value;
  if (name === undefined || itemOf(workflow, 'entry') !== undefined) return [];
  const entry = textOfValue(itemOf(from, 'entry')?.value) ?? edgesWithIds(from)[0]?.from;
  if (entry === undefined || findDeclaration(document, { space: 'node', name: entry }) === undefined) return [];
  return setProperty(document, { space: 'workflow', name, path: ['entry'] }, entry);
}

function itemOf(workflow: WorkflowView, name: string): Property | undefined {
  const found = workflow.statements.find(({ node }) => node.type === 'Property' && node.name.value === name)?.node;
  return found?.type === 'Property' ? found : undefined;
}

const textOf = (document: Document, placed: Placed<Declaration>): string => {
  const { start, end } = allLinesOf(document, placed);
  return document.text
    .slice(start, end)
    .replace(/^\uFEFF/, '')
    .replace(/\n$/, '');
};

function declarationEdit(
  document: Document,
  node: Declaration,
  text: string,
  { place }: Extract<EditOperation, { op: 'pasteFragment' }>,
): TextEdit {
  const after =
    place !== undefined && 'after' in place && isNodeKind(node.kind)
      ? findDeclaration(document, place.after)
      : undefined;
  const before =
    place !== undefined && 'before' in place && isNodeKind(node.kind)
      ? findDeclaration(document, place.before)
      : undefined;
  if (after !== undefined) return insertAfter(document, endOfDeclaration(document, after), text);
  if (before !== undefined) {
    const at = linesOf(before).start;
    return {
      start: at,
      end: at,
      newText: `${text}\n\n`.replaceAll('\n', document.text.includes('\r\n') ? '\r\n' : '\n'),
    };
  }
  return insertTopLevel(document, node.kind, text);
}

/** The fragment with every taken name replaced by a free one, and what need not be added because it is there already. */
function freeNames(document: Document, given: Document) {
  const names: Record<string, string> = {};
  const reused = new Set<string>();
  let fragment = given;
  const apply = (edits: readonly TextEdit[]) => {
    fragment = parse(applyEdits(fragment.text, edits), fragment);
  };
  for (const { node } of declarationsOf(given.file)) {
    if (
      node.name === undefined ||
      node.kind === 'workflow' ||
      node.kind === 'vars' ||
      node.kind === 'presets' ||
      node.kind === 'attachments'
    )
      continue;
    const space = spaceOf(node.kind);
    const name = node.name.value;
    const there = findDeclaration(document, { space, name });
    const own = findDeclaration(fragment, { space, name });
    if (own === undefined) continue;
    if (there === undefined) {
      names[name] = name;
      continue;
    }
    if (space !== 'node' && comparable(document, there) === comparable(fragment, own)) {
      reused.add(`${space} ${name}`);
      continue;
    }
    const fresh = freeName(name, (candidate) => taken(document, fragment, space, candidate));
    apply(renameDeclaration(fragment, space, name, fresh));
    names[name] = fresh;
  }
  for (const entry of declarationsOf(given.file, 'vars').flatMap(({ node }) => entriesOf(node))) {
    const name = entry.key.value;
    const there = variableOf(document, name);
    if (there === undefined || sameVariable(there, entry)) continue;
    const fresh = freeName(
      name,
      (candidate) => variableOf(document, candidate) !== undefined || variableOf(fragment, candidate) !== undefined,
    );
    apply(renameMember(fragment, 'variable', name, fresh));
    names[name] = fresh;
  }
  // Two loops of one name would be one loop with one count.
  const loops = loopsOf(document);
  for (const name of loopsOf(given)) {
    if (!loops.has(name)) continue;
    const fresh = freeName(name, (candidate) => loops.has(candidate) || loopsOf(fragment).has(candidate));
    apply(renameMember(fragment, 'loop', name, fresh));
  }
  return { fragment, names, reused };
}

/** Names of the loops that the first workflow's edges bear. */
function loopsOf(document: Document): ReadonlySet<string> {
  const [workflow] = document.file.workflows;
  const edges = workflow === undefined ? [] : edgesWithIds(workflow);
  return new Set(edges.flatMap(({ node }) => node.as?.name?.value ?? []));
}

const taken = (document: Document, fragment: Document, space: Space, name: string): boolean =>
  findDeclaration(document, { space, name }) !== undefined || findDeclaration(fragment, { space, name }) !== undefined;

/** A declaration's text without comments above it and with blanks evened out: equal text, equal content. */
function comparable(document: Document, placed: Placed<Declaration>): string {
  const start = placed.at + placed.node.start;
  return document.text
    .slice(start, placed.at + placed.node.end)
    .replaceAll('\r\n', '\n')
    .replace(/[ \t]+/g, ' ')
    .trim();
}

const variableOf = (document: Document, name: string): Entry | undefined =>
  declarationsOf(document.file, 'vars')
    .flatMap(({ node }) => entriesOf(node))
    .find((entry) => entry.key.value === name);

const sameVariable = (a: Entry, b: Entry): boolean =>
  a.valueType === b.valueType &&
  JSON.stringify(a.value === undefined ? null : jsonOf(a.value)) ===
    JSON.stringify(b.value === undefined ? null : jsonOf(b.value));

function variableSteps(entries: readonly Entry[]): Step[] {
  return entries.map((entry): Step => (current) => {
    if (variableOf(current, entry.key.value) !== undefined) return [];
    const value = entry.value === undefined ? {} : { default: jsonOf(entry.value) };
    return setMember(current, { block: 'vars' }, entry.key.value, {
      ...(entry.valueType === undefined ? {} : { type: entry.valueType }),
      ...value,
    });
  });
}

/** The fragment's edges between nodes that exist now, with their lines as written, after the last edge of the workflow. */
function edgeLines(document: Document, fragment: Document): TextEdit[] {
  const [source] = fragment.file.workflows;
  if (source === undefined || document.file.workflows.length === 0) return [];
  const workflow = requireWorkflow(document);
  const first = workflow.statements[0];
  const indent = first === undefined ? indentationStep(document) : indentationAt(document, first.at + first.node.start);
  const known = (name: string) => isTerminal(name) || findDeclaration(document, { space: 'node', name }) !== undefined;
  const edges = edgesWithIds(source).filter((edge) => known(edge.from) && known(edge.to) && !isTerminal(edge.from));
  if (edges.length === 0) return [];
  const lines = edges.flatMap((edge) => {
    const { start, end } = linesOf(edge);
    const own = indentationAt(fragment, edge.at + edge.node.start).length;
    return fragment.text
      .slice(start, end)
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => (line.trim() === '' ? '' : indent + line.slice(Math.min(own, /^ */.exec(line)?.[0].length ?? 0))));
  });
  const last = edgesWithIds(workflow).at(-1);
  return [insertLines(document.text, { offset: last === undefined ? bodyOf(workflow).end : linesOf(last).end }, lines)];
}

/**
 * Text of a selection as a fragment: the named declarations, then the edges between the named nodes, and to the `ends` among `done` and `fail`,
 * in a workflow block.
 */
export function copyFragment(
  document: Document,
  declarations: readonly { readonly space: Space; readonly name: string }[],
  ends: readonly string[] = [],
): string {
  const parts = declarations.map((ref) => textOf(document, requireDeclaration(document, ref)).replaceAll('\r\n', '\n'));
  const nodes = new Set(declarations.filter(({ space }) => space === 'node').map(({ name }) => name));
  const [workflow] = document.file.workflows;
  const edges =
    workflow === undefined
      ? []
      : edgesWithIds(workflow).filter((edge) => nodes.has(edge.from) && (nodes.has(edge.to) || ends.includes(edge.to)));
  if (edges.length > 0) {
    const lines = edges.map((edge) => {
      const { start, end } = linesOf(edge);
      return document.text.slice(start, end).replaceAll('\r\n', '\n').replace(/\n$/, '');
    });
    parts.push(`workflow selection:\n${lines.join('\n')}`);
  }
  return `${parts.join('\n\n')}\n`;
}
