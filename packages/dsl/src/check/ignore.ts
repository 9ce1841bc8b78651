// `## ignore CODE, …` (L-DIAG-07): attached to a statement it silences these codes, when they are warnings or infos, on the statement
// and in its block. A code that silences nothing is reported (C124).
import { absolute } from '../compile/context.ts';
import type { Model } from '../compile/model.ts';
import { ignoredCodes, statementsOf, type Chunk, type Comment, type Span, type Statement } from '../tree.ts';
import type { Diagnostic } from '../graph.ts';
import { severityOf } from './diagnostic.ts';
import type { Problem } from './problems.ts';

interface Ignore {
  readonly code: string;
  /** The statement it speaks of. */
  readonly over: Span;
  /** The code in the comment. */
  readonly at: Span;
  readonly comment: Span;
  readonly codes: readonly string[];
  used: boolean;
}

/** The problems that no comment silences, with one for each code that silenced nothing. */
export function applyIgnores(model: Model, problems: readonly Problem[]): readonly Problem[] {
  const ignores = collect(model);
  if (ignores.length === 0) return problems;
  const { context } = model;
  const silenced = (code: string, severity: Diagnostic['severity'], start: number, end: number): boolean => {
    if (severity === 'error') return false;
    let found = false;
    for (const ignore of ignores) {
      if (ignore.code !== code || start < ignore.over.start || end > ignore.over.end) continue;
      ignore.used = true;
      found = true;
    }
    return found;
  };
  const kept = problems.filter(
    (problem) =>
      !silenced(problem.code, severityOf(problem, context.problems.strict), problem.span.start, problem.span.end),
  );
  const unused = ignores.filter((ignore) => !ignore.used && !silencesParser(model, ignore));
  return [...kept, ...unused.map(unusedIgnore)];
}

/** Warnings of the parser are settled by `isIgnored`, which the list of diagnostics asks for them. */
function silencesParser(model: Model, ignore: Ignore): boolean {
  return model.context.document.diagnostics.some(
    ({ code, severity, range }) =>
      code === ignore.code &&
      severity !== 'error' &&
      range.start.offset >= ignore.over.start &&
      range.end.offset <= ignore.over.end,
  );
}

/** Whether a comment silences a diagnostic of the parser. */
export function isIgnored(model: Model): (diagnostic: Diagnostic) => boolean {
  const ignores = collect(model);
  return ({ code, severity, range }) =>
    severity !== 'error' &&
    ignores.some(
      ({ code: ignored, over }) => ignored === code && range.start.offset >= over.start && range.end.offset <= over.end,
    );
}

function unusedIgnore(ignore: Ignore): Problem {
  const only = ignore.codes.length === 1;
  return {
    code: 'C124',
    span: ignore.at,
    form: 'ignore',
    with: { name: ignore.code },
    fixes: only ? [{ title: 'Remove the comment', preferred: true, edits: [{ ...ignore.comment, newText: '' }] }] : [],
  };
}

const collected = new WeakMap<Model, Ignore[]>();

function collect(model: Model): Ignore[] {
  const known = collected.get(model);
  if (known !== undefined) return known;
  const found: Ignore[] = [];
  const { file } = model.context.document;
  for (const { node, at, chunk } of file.statements) if (mayIgnore(chunk)) within(node, at, found);
  for (const workflow of file.workflows) {
    const { node, at } = workflow.header;
    const last = workflow.statements.at(-1);
    const end = last === undefined ? at + node.end : last.at + last.node.end;
    attached(node, at, { start: at + node.start, end }, found);
    for (const { node: statement, at: place, chunk } of workflow.statements) {
      if (mayIgnore(chunk)) within(statement, place, found);
    }
  }
  collected.set(model, found);
  return found;
}

function mayIgnore(chunk: Chunk): boolean {
  return chunk.comments.length > 0 && chunk.text.includes('ignore');
}

/** Blocks nest at most 100 deep, so this recurses. */
function within(statement: Statement, at: number, found: Ignore[]): void {
  if (statement.type !== 'Declaration' || statement.kind !== 'workflow')
    attached(statement, at, absolute(at, statement), found);
  if (statement.type === 'Declaration' || statement.type === 'Property' || statement.type === 'Entry') {
    for (const inner of statementsOf(statement)) within(inner, at, found);
  }
}

function attached(statement: Statement, at: number, over: Span, found: Ignore[]): void {
  const comments = statement.trailing === undefined ? statement.comments : [...statement.comments, statement.trailing];
  for (const comment of comments) {
    const codes = ignoredCodes(comment);
    if (codes !== undefined) add(comment, at, over, codes, found);
  }
}

function add(comment: Comment, at: number, over: Span, codes: readonly string[], found: Ignore[]): void {
  let from = 0;
  for (const code of codes) {
    const start = comment.text.indexOf(code, from);
    from = start + code.length;
    const span = { start: at + comment.start + start, end: at + comment.start + from };
    found.push({ code, over, at: span, comment: absolute(at, comment), codes, used: false });
  }
}
