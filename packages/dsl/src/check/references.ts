// References of templates and expressions in the scope where they stand: C004, C017, C029, C031–C036, C053, C054, C114 (L-SEM-01, L-SEM-02,
// L-SEM-11, L-TPL-06). A prompt is checked once per node and slot, an unused one only for what needs no scope.
import { absolute } from '../compile/context.ts';
import type { PromptUse } from '../compile/declarations.ts';
import type { EdgeSymbol } from '../compile/edges.ts';
import type { Model } from '../compile/model.ts';
import { components } from '../compile/components.ts';
import type { Flow } from '../compile/flow.ts';
import { lookup, type PathElement, type ReferenceIssue, type Scope } from '../compile/scope.ts';
import { templateOf } from '../compile/texts.ts';
import { pathElements } from '../compile/values.ts';
import type { NodeSymbol } from '../compile/symbols.ts';
import type { ParsedExpression } from '../expression/parse.ts';
import type { Ref } from '../graph.ts';
import type { ParsedText } from '../template/template.ts';
import { valueSpan, type Span, type Token } from '../tree.ts';
import { undeclaredCycles } from '../compile/loops.ts';
import { freeLoopName } from './loops.ts';
import { declareNode } from './names.ts';
import { didYouMeanFix, operation, replace, type Fix } from './fixes.ts';
import type { Details } from './problems.ts';

/** A reference as checks see it: what it says, and where its parts stand (absolute), which only a finding asks for. */
class Use {
  readonly ns: Ref['ns'];
  readonly path: readonly PathElement[];
  private readonly where: { readonly token: Token; readonly at: number };
  /** In the value of the token: the reference, its name space and the elements of its path. */
  private readonly spans: { readonly whole: Span; readonly names: readonly Span[] };

  constructor(ns: Ref['ns'], path: readonly PathElement[], where: Use['where'], spans: Use['spans']) {
    this.ns = ns;
    this.path = path;
    this.where = where;
    this.spans = spans;
  }

  get span(): Span {
    return this.place(this.spans.whole);
  }

  /** The n-th element of the path. */
  element(n: number): Span | undefined {
    const span = this.spans.names[n + 1];
    return span === undefined ? undefined : this.place(span);
  }

  private place({ start, end }: Span): Span {
    return absolute(this.where.at, valueSpan(this.where.token, start, end));
  }
}

export class References {
  private readonly model: Model;
  private readonly paths: Paths;

  constructor(model: Model) {
    this.model = model;
    this.paths = new Paths(model.flow);
  }

  /** Malformed references of a text (C004). */
  malformed(parsed: ParsedText, token: Token, at: number): void {
    const { document, problems } = this.model.context;
    for (const error of parsed.errors) {
      const span = absolute(at, valueSpan(token, error.start, error.end));
      const fixes: Fix[] = [];
      if (error.closeAt !== undefined) {
        const { start } = absolute(at, valueSpan(token, error.closeAt, error.closeAt));
        fixes.push({ title: 'Close the braces', preferred: true, edits: [{ start, end: start, newText: '}}' }] });
      }
      const quote = token.kind === 'string' ? "'" : '"';
      fixes.push(replace('Write a literal `{{`', { start: span.start, end: span.start + 2 }, `{{${quote}{{${quote}}}`));
      const shown = document.text.startsWith('{{', span.start);
      problems.report('C004', span, { form: 'reference', with: { why: error.message }, fixes: shown ? fixes : [] });
    }
  }

  /** The references of a template in a scope. */
  template(parsed: ParsedText, token: Token, at: number, scope: Scope, details: Details = {}): void {
    for (const piece of parsed.pieces) {
      if (piece.kind !== 'ref') continue;
      this.check(new Use(piece.ns, piece.path, { token, at }, { whole: piece, names: piece.names }), scope, details);
    }
  }

  /** The paths of an expression in a scope. */
  expression(parsed: ParsedExpression, token: Token, at: number, scope: Scope, details: Details = {}): void {
    for (const path of parsed.paths) {
      const where = parsed.spans.get(path);
      if (where === undefined) continue;
      const spans = { whole: where, names: where.segments ?? [] };
      this.check(new Use(path.ns, pathElements(path), { token, at }, spans), scope, details);
    }
  }

  /** `history` of a node in no loop (C017); all an unused prompt is checked for beside C004. */
  history(parsed: ParsedText, token: Token, at: number): void {
    for (const piece of parsed.pieces) {
      if (piece.kind !== 'ref') continue;
      this.checkHistory(new Use(piece.ns, piece.path, { token, at }, { whole: piece, names: piece.names }), {});
    }
  }

  private check(use: Use, scope: Scope, details: Details): void {
    const { issue } = lookup(this.model, scope, use.ns, use.path);
    if (issue !== undefined) this.report(issue, use, scope, details);
    if (issue === undefined || issue.code === 'C031' || issue.code === 'C032') {
      this.checkHistory(use, details);
      this.checkOrder(use, scope, details);
    }
  }

  private report(issue: ReferenceIssue, use: Use, scope: Scope, details: Details): void {
    const span = use.element(issue.element) ?? use.span;
    const { name } = issue;
    const forms: { readonly [code: string]: string | undefined } = {
      C034: scope.kind,
      C114: use.ns === 'run' ? 'run' : issue.element === 0 ? 'loop' : 'member',
    };
    const form = forms[issue.code];
    this.model.context.problems.report(issue.code, span, {
      ...details,
      ...(form === undefined ? {} : { form }),
      with: { name, node: issue.node ?? '', schema: issue.schema ?? '' },
      fixes: [didYouMeanFix(name, issue.candidates, span), ...this.remedies(issue, use, scope)],
    });
  }

  private remedies(issue: ReferenceIssue, use: Use, scope: Scope): (Fix | undefined)[] {
    const { name, schema } = issue;
    switch (issue.code) {
      case 'C029':
        return [declareNode(this.model, name, 'then connect it')];
      case 'C031':
      case 'C034':
        if (schema === undefined || use.path.length !== issue.element + 1) return [];
        return [
          operation(`Add the field \`${name}\` to the schema \`${schema}\``, {
            op: 'setMember',
            block: { block: 'fields', schema },
            key: name,
            parts: { type: 'string' },
          }),
        ];
      case 'C032':
        return [this.declareSchema(issue.node ?? '', name)];
      case 'C033':
        return [
          operation(`Declare the variable \`${name}\``, {
            op: 'setMember',
            block: { block: 'vars', in: 'file' },
            key: name,
            parts: { type: 'string' },
          }),
        ];
      case 'C035':
        return this.publish(name, scope);
      case 'C053':
        return [
          operation(`Declare the attachment \`${name}\``, {
            op: 'setMember',
            block: { block: 'attachments', in: 'file' },
            key: name,
            parts: { type: 'file' },
          }),
        ];
      case 'C054':
      case 'C114':
        return [];
    }
    return issue.code satisfies never;
  }

  private declareSchema(node: string, field: string): Fix | undefined {
    let name = `${node}_output`;
    for (let n = 2; this.model.symbols.schemas.has(name); n++) name = `${node}_output_${n}`;
    const fields = [{ name: field, type: 'string' as const }];
    return operation(`Give \`${node}\` an output schema`, { op: 'extractSchema', node, slot: 'output', name, fields });
  }

  /** Publishing from a node that can run before, and that publishes nothing yet. */
  private publish(artifact: string, scope: Scope): Fix[] {
    const user = scope.kind === 'edge' ? scope.edge.source : scope.node;
    const candidates = this.model.nodes.filter((node) => {
      if (node === user && scope.kind === 'node') return false;
      if (node.props.get('publish') !== undefined) return false;
      return (
        (node.kind === 'agent' || node.kind === 'judge' || node.kind === 'human') && this.paths.before(node, scope)
      );
    });
    return candidates.slice(0, 3).map((node) =>
      operation(`Publish it from \`${node.name}\``, {
        op: 'setProperty',
        target: { space: 'node', name: node.name, path: ['publish'] },
        value: artifact,
      }),
    );
  }

  private checkHistory(use: Use, details: Details): void {
    const [name, member] = use.path;
    if (use.ns !== 'outputs' || member !== 'history' || typeof name !== 'string') return;
    const node = this.model.symbols.nodes.get(name);
    if (node === undefined || this.model.flow.entry === undefined) return;
    if ((this.model.loopsAround[node.index] ?? []).length > 0) return;
    const element = use.element(1);
    this.model.context.problems.report('C017', use.span, {
      ...details,
      with: { name },
      fixes: [
        element === undefined
          ? undefined
          : { title: 'Drop `.history`', edits: [{ start: element.start - 1, end: element.end, newText: '' }] },
        this.declareLoop(node),
      ],
    });
  }

  /** Where the node lies on a cycle that no loop bounds. */
  private declareLoop(node: NodeSymbol): Fix | undefined {
    const cycle = undeclaredCycles(this.model.flow).find(({ nodes }) => nodes.includes(node.index));
    const edge = cycle === undefined ? undefined : this.model.flowEdges[cycle.edge];
    if (edge === undefined) return undefined;
    const name = freeLoopName(this.model);
    return operation(`Add \`as ${name}(3)\``, { op: 'setLoop', edge: edge.id, loop: { name, bound: 3 } });
  }

  /** C036: the producer must come before the place of use (L-SEM-11). */
  private checkOrder(use: Use, scope: Scope, details: Details): void {
    const [name] = use.path;
    if (typeof name !== 'string' || this.model.flow.entry === undefined) return;
    const producer = use.ns === 'outputs' ? this.model.symbols.nodes.get(name) : undefined;
    const producers =
      use.ns === 'artifacts' ? (this.model.artifacts.get(name) ?? []) : producer === undefined ? [] : [producer];
    if (producers.length === 0 || producers.some((node) => this.paths.before(node, scope))) return;
    this.model.context.problems.report('C036', use.span, {
      ...details,
      with: {
        producer: producers.map((node) => node.name).join(', '),
        consumer: scope.kind === 'edge' ? scope.edge.from : scope.node.name,
        name: `${use.ns}.${name}`,
      },
    });
  }
}

interface PathBits {
  readonly of: Int32Array;
  readonly reach: Uint32Array;
  readonly words: number;
  readonly cyclic: ReadonlySet<number>;
}
const pathBits = new WeakMap<Flow, PathBits>();

/** Whether one node lies before another: answered from the components of the graph, with one set of bits per component. */
class Paths {
  private readonly flow: Flow;

  constructor(flow: Flow) {
    this.flow = flow;
  }

  before(producer: NodeSymbol, scope: Scope): boolean {
    if (scope.kind === 'node') return this.path(producer.index, scope.node.index);
    const { source } = scope.edge;
    if (source === undefined) return true; // the edge's own C001 or C113 says enough
    return source === producer || this.path(producer.index, source.index);
  }

  /** A path of at least one edge. */
  private path(from: number, to: number): boolean {
    const { of, reach, words, cyclic } = this.bits();
    const a = of[from] ?? -1;
    const b = of[to] ?? -1;
    if (a === b) return cyclic.has(a);
    return (((reach[a * words + (b >> 5)] ?? 0) >> (b & 31)) & 1) === 1;
  }

  private bits(): PathBits {
    let bits = pathBits.get(this.flow);
    if (bits === undefined) pathBits.set(this.flow, (bits = this.build()));
    return bits;
  }

  private build(): PathBits {
    const { flow } = this;
    const nodes = Array.from({ length: flow.size }, (_, node) => node);
    const { of, count, cyclic } = components(flow, nodes, () => true);
    const words = (count + 31) >> 5;
    const reach = new Uint32Array(count * words);
    // Components are numbered in reverse topological order: what a component leads to has a smaller number and is complete.
    const byComponent = nodes.sort((a, b) => (of[a] ?? 0) - (of[b] ?? 0));
    for (const node of byComponent) {
      const own = of[node] ?? 0;
      for (const e of flow.out[node] ?? []) {
        const other = of[flow.edges[e]?.to ?? 0] ?? 0;
        if (other === own) continue;
        const word = own * words + (other >> 5);
        reach[word] = (reach[word] ?? 0) | (1 << (other & 31));
        for (let w = 0; w < words; w++) {
          reach[own * words + w] = (reach[own * words + w] ?? 0) | (reach[other * words + w] ?? 0);
        }
      }
    }
    return { of, reach, words, cyclic: new Set(cyclic.map((members) => of[members[0] ?? 0] ?? -1)) };
  }
}

/** Prompts: each once per node and slot that uses it. */
export function checkPrompts(
  model: Model,
  uses: ReadonlyMap<string, readonly PromptUse[]>,
  references: References,
): void {
  for (const symbol of model.symbols.prompts.values()) {
    const token = symbol.decl.body?.token;
    if (token === undefined) continue;
    const parsed = templateOf(token);
    references.malformed(parsed, token, symbol.at);
    const used = uses.get(symbol.name) ?? [];
    if (used.length === 0) references.history(parsed, token, symbol.at);
    for (const { node, slot } of used) {
      const path = `${node.kind} ${node.name}.${slot}`;
      references.template(parsed, token, symbol.at, { kind: 'node', node }, { nodeId: node.name, path });
    }
  }
}

export function edgeScope(edge: EdgeSymbol): Scope {
  return { kind: 'edge', edge };
}
