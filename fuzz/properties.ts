// What must hold for every text, each property under the rule it belongs to. A check throws; what it throws names the rule.
import {
  applyEdits,
  compile,
  type CompiledGraph,
  complete,
  type Document,
  definitionAt,
  documentSymbols,
  edit,
  foldingRanges,
  format,
  hoverAt,
  invertEdits,
  parse,
  piecesOf,
  renameTargetAt,
  semanticTokens,
  type TextEdit,
} from '../packages/dsl/src/index.ts';
import { operationOn } from './operations.ts';
import type { Random } from './random.ts';

function must(holds: boolean, rule: string, detail: () => string = () => ''): asserts holds {
  if (!holds) throw new Error(`${rule} ${detail()}`);
}

/** All properties on one text; `random` chooses places and operations. */
export function checkText(text: string, random: Random): void {
  const document = parse(text);
  checkPrint(document);
  const graph = compile(document);
  must(graph.nodes.length >= 2, 'L-IR-02 every text gives a graph');
  for (const { message, hint, range } of graph.diagnostics) {
    must(!/undefined|\[object|NaN/.test(message) && hint !== '', 'L-DIAG-01 a message means something', () => message);
    must(range.start.offset <= range.end.offset && range.end.offset <= text.length, 'L-DIAG-02 a range is in the text');
  }
  checkFormat(document, graph.hash);
  checkIncremental(document, random);
  checkEdit(document, graph, random);
  if (random.chance(0.25)) checkServices(document, graph, random);
}

function checkPrint({ file, text }: Document): void {
  let at = 0;
  for (const chunk of file.chunks) {
    for (const piece of piecesOf(chunk)) {
      must(text.startsWith(piece.text, at), 'L-CST-01 the tree prints the text', () => `differs at ${at}`);
      at += piece.text.length;
    }
  }
  must(at === text.length, 'L-CST-01 the tree covers the text', () => `ends at ${at} of ${text.length}`);
}

function checkFormat(document: Document, hash: string): void {
  const once = format(document);
  if (!once.ok) return;
  must(applyEdits(document.text, once.edits) === once.text, 'L-FMT-06 the edits lead to the formatted text');
  const again = parse(once.text);
  const twice = format(again);
  must(twice.ok, 'L-FMT-06 a formatted file can be read', () => again.diagnostics[0]?.message ?? '');
  must(twice.text === once.text, 'L-FMT-06 formatting is idempotent', () => JSON.stringify([once.text, twice.text]));
  if (once.text !== document.text)
    must(compile(again).hash === hash, 'L-FMT-06 formatting keeps the graph', () => once.text);
}

/** A change somewhere, parsed step by step and at once. */
function checkIncremental(document: Document, random: Random): void {
  const { text } = document;
  const at = random.below(text.length + 1);
  const after =
    text.slice(0, at) +
    random.of(['', ' ', '\n', '"', ':', '  x', '#', '`', '{', '->']) +
    text.slice(at + random.below(4));
  const step = parse(after, document);
  const whole = parse(after);
  const summary = ({ diagnostics, file }: Document): string =>
    JSON.stringify([diagnostics.map(({ code, range, message }) => [code, range.start.offset, message]), file.starts]);
  must(summary(step) === summary(whole), 'L-CST-05 a step gives what the whole text gives', () =>
    JSON.stringify(after),
  );
  if (random.chance(0.25)) {
    must(
      JSON.stringify(compile(step)) === JSON.stringify(compile(whole)),
      'L-CST-05 a step gives the graph of the whole text',
      () => JSON.stringify(after),
    );
  }
  checkPrint(step);
}

function checkEdits(text: string, edits: readonly TextEdit[]): void {
  let end = 0;
  for (const each of edits) {
    must(
      each.start >= end && each.end >= each.start && each.end <= text.length,
      'L-EDIT-01 edits are sorted and apart',
    );
    end = each.end;
  }
}

function checkEdit(document: Document, graph: CompiledGraph, random: Random): void {
  const operation = operationOn(graph, random);
  if (operation === undefined) return;
  const result = edit(document, operation);
  if (!result.ok) {
    must(/\S/.test(result.refusal.reason), 'L-EDIT-01 a refusal has a reason');
    return;
  }
  const { text } = document;
  checkEdits(text, result.edits);
  const after = applyEdits(text, result.edits);
  must(applyEdits(after, invertEdits(text, result.edits)) === text, 'L-EDIT-02 an edit can be taken back');
  const errors = ({ diagnostics }: Document): number =>
    diagnostics.filter(({ severity }) => severity === 'error').length;
  if (errors(document) > 0) return;
  const parsed = parse(after, document);
  must(errors(parsed) === 0, 'L-EDIT-02 an edit breaks nothing', () =>
    JSON.stringify([operation, parsed.diagnostics.find(({ severity }) => severity === 'error')?.message, after]),
  );
}

function checkServices(document: Document, graph: CompiledGraph, random: Random): void {
  const { text } = document;
  for (let left = 3; left > 0; left--) {
    const at = random.below(text.length + 1);
    for (const { start, end } of complete(document, graph, at))
      must(start <= at && end === at, 'E-SRC-06 completion replaces what stands before the caret');
    hoverAt(document, graph, at);
    definitionAt(document, at);
    renameTargetAt(document, at);
  }
  documentSymbols(document);
  foldingRanges(document);
  let end = 0;
  for (const token of semanticTokens(document)) {
    must(
      token.start >= end && token.end > token.start && token.end <= text.length,
      'E-SRC-05 semantic tokens are apart',
    );
    end = token.end;
  }
}

/** Milliseconds that it takes to parse a text so many times, all results kept: memory then costs both sides the same. */
function timeOf(text: string, times: number): number {
  const kept: Document[] = [];
  const from = performance.now();
  for (let left = times; left > 0; left--) kept.push(parse(text));
  return (performance.now() - from) * (kept.length / times);
}

/** Ten times the text may cost twelve times the time (L-REC-01); a busy machine gets several chances. */
export function checkLinear(text: string): void {
  const unit = `${text}\n`;
  const small = unit.repeat(Math.max(1, Math.ceil(40_000 / unit.length)));
  const large = small.repeat(10);
  timeOf(small, 3);
  let best = Infinity;
  for (let chance = 0; chance < 12 && best > 12; chance++) {
    const ten = timeOf(small, 10);
    best = Math.min(best, (timeOf(large, 1) / ten) * 10);
  }
  must(
    best <= 12,
    'L-REC-01 the parser takes time linear in the text',
    () => `10 times took ${best.toFixed(1)} times as long`,
  );
}
