// Parsing diagnostics that concern the file as a whole or several chunks of it: E003 (whole file), E006 (size), E009, E010 and
// E014 across chunks, E011. Offsets are absolute.
import { entriesOf, type File, type ChunkDiagnostic, type Declaration, type Placed, type Property } from '../tree.ts';
import type { TextEdit } from '../source.ts';
import { twice } from './blocks.ts';
import type { Conflict, WholeFile } from './wholeFile.ts';

export function fileDiagnostics(source: WholeFile, file: File): ChunkDiagnostic[] {
  if (source.tooLarge) return [tooLarge()];
  const found: ChunkDiagnostic[] = [];
  if (source.base > 0) found.push(indentedWhole(source, file));
  for (const conflict of source.conflicts) found.push(conflictDiagnostic(source.text, conflict));
  for (const workflow of file.workflows) {
    if (workflow.header.node.block === undefined) addRepeatedItems(workflow.statements, found);
  }
  addRepeatedBlocks(file, found);
  addTerminals(file, found);
  return found;
}

function tooLarge(): ChunkDiagnostic {
  return error('E006', 0, 0, 'The file is larger than 10 MiB', 'Split the file.');
}

function indentedWhole(source: WholeFile, file: File): ChunkDiagnostic {
  const { text, base } = source;
  const first = file.statements[0];
  const start = first === undefined ? 0 : first.at + first.node.start - first.node.indent;
  const edits: TextEdit[] = [];
  for (let at = 0; at < text.length;) {
    let spaces = 0;
    while (spaces < base && text.charCodeAt(at + spaces) === 32) spaces += 1;
    if (spaces > 0) edits.push({ start: at, end: at + spaces, newText: '' });
    const next = text.indexOf('\n', at);
    at = next === -1 ? text.length : next + 1;
  }
  return {
    ...error(
      'E003',
      start,
      start + base,
      `The whole file is indented by ${base} spaces`,
      'Start at the beginning of the line.',
    ),
    fixes: [{ title: 'Remove the indentation', preferred: true, edits }],
  };
}

function conflictDiagnostic(text: string, conflict: Conflict): ChunkDiagnostic {
  const lineEnd = (at: number): number => {
    const found = text.indexOf('\n', at);
    return found === -1 ? text.length : found;
  };
  const after = (at: number): number => Math.min(text.length, lineEnd(at) + 1);
  const { ours, base, theirs, end } = conflict;
  const oursEnd = base ?? theirs;
  const cut = (start: number, to: number): TextEdit => ({ start, end: to, newText: '' });
  const endLine = cut(end, after(end));
  return {
    ...error('E009', ours, lineEnd(end), 'A merge conflict is not resolved', 'Choose one side.'),
    fixes: [
      { title: 'Keep ours', edits: [cut(ours, after(ours)), cut(oursEnd, after(end))] },
      { title: 'Keep theirs', edits: [cut(ours, after(theirs)), endLine] },
      { title: 'Keep both', edits: [cut(ours, after(ours)), cut(oursEnd, after(theirs)), endLine] },
    ],
  };
}

function addRepeatedItems(statements: readonly Placed<{ readonly type: string }>[], found: ChunkDiagnostic[]): void {
  const last = new Map<string, Placed<Property>>();
  for (const placed of statements) {
    if (placed.node.type !== 'Property') continue;
    const item = placed as Placed<Property>;
    if (item.node.row === undefined) continue;
    const earlier = last.get(item.node.name.value);
    last.set(item.node.name.value, item);
    if (earlier === undefined) continue;
    const [code, start, end, message, hint, fixes] = twice(earlier.node, earlier.at);
    found.push({ code, severity: 'warning', start, end, message, hint, fixes });
  }
}

function addRepeatedBlocks(file: File, found: ChunkDiagnostic[]): void {
  const firsts = new Map<string, Placed<Declaration>>();
  for (const placed of declarations(file)) {
    const { kind } = placed.node;
    if (kind !== 'vars' && kind !== 'presets' && kind !== 'attachments') continue;
    const first = firsts.get(kind);
    if (first === undefined) firsts.set(kind, placed);
    else found.push(repeatedBlock(first, placed, kind));
  }
}

function repeatedBlock(first: Placed<Declaration>, later: Placed<Declaration>, kind: string): ChunkDiagnostic {
  const { node, at } = later;
  const removal = { start: at + node.lines.start, end: at + node.lines.end, newText: '' };
  const fixes: { title: string; preferred?: boolean; edits: TextEdit[] }[] = [];
  const merged = mergedEntries(first, later);
  if (merged !== undefined)
    fixes.push({ title: 'Move the entries into the first', preferred: true, edits: [merged, removal] });
  fixes.push({ title: 'Remove this block', edits: [removal] });
  return {
    code: 'E014',
    severity: 'warning',
    start: at + node.keyword.start,
    end: at + (node.colon ?? node.keyword).end,
    message: `\`${kind}:\` is given again; the first one counts`,
    hint: 'Merge the two blocks.',
    fixes,
  };
}

/** The entries of the later block as an insertion behind the last statement of the first. */
function mergedEntries(first: Placed<Declaration>, later: Placed<Declaration>): TextEdit | undefined {
  const target = first.node.block;
  const source = later.node.block;
  const lastOfFirst = target?.statements.at(-1);
  const firstLine = source?.statements[0]?.lines.start;
  if (target === undefined || source === undefined || lastOfFirst === undefined || firstLine === undefined)
    return undefined;
  if (target.indent !== source.indent) return undefined;
  // Of entries with one name it would be the later ones that count.
  const names = new Set(entriesOf(first.node).map((entry) => entry.key.value));
  if (entriesOf(later.node).some((entry) => names.has(entry.key.value))) return undefined;
  const at = first.at + lastOfFirst.lines.end;
  const before = first.chunk.text.charAt(lastOfFirst.lines.end - 1);
  const lines = later.chunk.text.slice(firstLine, source.statements.at(-1)?.lines.end);
  if (before !== '\n') return undefined;
  return { start: at, end: at, newText: lines.endsWith('\n') ? lines : `${lines}\n` };
}

const TERMINAL_KINDS: ReadonlySet<string> = new Set(['prompt', 'schema', 'cursor', 'agent', 'judge', 'compute']);

/** E011: declarations named like the built-in terminals (L-LEX-16); the other kinds are C042. */
function addTerminals(file: File, found: ChunkDiagnostic[]): void {
  let taken: ReadonlySet<string | undefined> | undefined;
  for (const { node, at } of declarations(file)) {
    const { name, kind } = node;
    if (name === undefined || (name.value !== 'done' && name.value !== 'fail') || !TERMINAL_KINDS.has(kind)) continue;
    taken ??= new Set(declarations(file).map((each) => each.node.name?.value));
    const free = freeName(taken, `${name.value}_${kind}`);
    const edits = [{ start: at + name.start, end: at + name.end, newText: free }];
    const todo = kind === 'agent' || kind === 'judge' || kind === 'compute' ? ' (then connect it)' : '';
    found.push({
      ...error(
        'E011',
        at + name.start,
        at + name.end,
        `\`${name.value}\` is a built-in terminal`,
        'Choose another name.',
      ),
      fixes: [{ title: `Rename to ${free}${todo}`, preferred: true, edits }],
    });
  }
}

function freeName(taken: ReadonlySet<string | undefined>, wanted: string): string {
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted}_${n}`;
  return name;
}

function declarations(file: File): Placed<Declaration>[] {
  return file.statements.filter((placed): placed is Placed<Declaration> => placed.node.type === 'Declaration');
}

function error(code: string, start: number, end: number, message: string, hint: string): ChunkDiagnostic {
  return { code, severity: 'error', start, end, message, hint };
}
