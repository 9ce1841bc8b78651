// The edges of the workflow as the compiler sees them: ids and ordinals (Appendix A), which of repeated clauses and keys counts, and
// what the condition and loop of an edge are, `unknown` where the text does not say (L-DIAG-04).
import type { ParsedExpression } from '../expression/parse.ts';
import {
  isString,
  type AsClause,
  type EdgeStatement,
  type Span,
  type Token,
  type WhenClause,
  type WithClause,
  type WithEntry,
} from '../tree.ts';
import { absolute } from './context.ts';
import type { NodeSymbol, Symbols } from './symbols.ts';
import { expressionOf } from './texts.ts';

export type Condition =
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly token?: Token }
  | { readonly kind: 'field'; readonly field: string; readonly negated: boolean; readonly token: Token }
  | { readonly kind: 'expr'; readonly token: Token; readonly parsed: ParsedExpression };

export interface EdgeSymbol {
  readonly id: string;
  readonly index: number;
  readonly ordinal: number;
  readonly from: string;
  readonly to: string;
  /** The declared node it leaves and enters; absent for terminals and unknown names. */
  readonly source: NodeSymbol | undefined;
  readonly target: NodeSymbol | undefined;
  readonly node: EdgeStatement;
  readonly at: number;
  readonly known: boolean;
  readonly condition: Condition;
  /** The loop it bears, when its name is readable. */
  readonly loop:
    | {
        readonly name: string;
        readonly nameToken: Token;
        readonly bound: Token | undefined;
        readonly broken: boolean;
      }
    | undefined;
  /** The `with` entries that count; absent without a `with` block. */
  readonly entries: readonly WithEntry[] | undefined;
  /** Absolute span without comments. */
  readonly span: Span;
}

export function isTerminal(name: string): boolean {
  return name === 'done' || name === 'fail';
}

/** The edges whose ends are both readable, in file order. */
export function collectEdges(symbols: Symbols): EdgeSymbol[] {
  const edges: EdgeSymbol[] = [];
  const ordinals = new Map<string, number>();
  for (const { node, at } of symbols.workflow?.edges ?? []) {
    if (node.to === undefined) continue;
    const from = node.from.value;
    const to = node.to.value;
    const ends = `${from}->${to}`;
    const ordinal = (ordinals.get(ends) ?? 0) + 1;
    ordinals.set(ends, ordinal);
    const source = symbols.nodes.get(from);
    const target = symbols.nodes.get(to);
    edges.push({
      id: ordinal === 1 ? ends : `${ends}#${ordinal}`,
      index: edges.length,
      ordinal,
      from,
      to,
      source,
      target,
      node,
      at,
      known: (source !== undefined || isTerminal(from)) && (target !== undefined || isTerminal(to)),
      condition: node.when === undefined ? UNCONDITIONAL : conditionOf(node.when),
      loop: node.as === undefined ? undefined : loopOf(node.as),
      entries: node.with === undefined ? undefined : entriesOf(node.with),
      span: absolute(at, node),
    });
  }
  return edges;
}

const UNCONDITIONAL: Condition = { kind: 'none' };

function conditionOf(when: WhenClause): Condition {
  const token = when.condition;
  if (token === undefined) return { kind: 'unknown' };
  if (when.broken) return { kind: 'unknown', token };
  if (!isString(token)) return { kind: 'field', field: token.value, negated: when.not !== undefined, token };
  return { kind: 'expr', token, parsed: expressionOf(token) };
}

function loopOf(as: AsClause): EdgeSymbol['loop'] {
  if (as.name === undefined) return undefined;
  return { name: as.name.value, nameToken: as.name, bound: as.bound, broken: as.broken };
}

function entriesOf(clause: WithClause): readonly WithEntry[] {
  if (clause.entries.length < 2) return clause.entries;
  const last = new Map<string, WithEntry>();
  for (const entry of clause.entries) last.set(entry.key.value, entry);
  return clause.entries.filter((entry) => last.get(entry.key.value) === entry);
}
