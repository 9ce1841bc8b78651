// Lines that are no statement, with the deeper lines below them (L-REC-02, L-REC-04).
import type { ErrorStatement } from '../tree.ts';
import type { Begun, Layout, Tail } from './layout.ts';
import { errorFrom, takeBlock, takeRest } from './recovery.ts';

/** Reads such a line at its first token: E001. */
export function readError(layout: Layout, begun: Begun, message: string): ErrorStatement {
  const from = layout.scanner.tokens.length;
  takeRest(layout.scanner, message);
  return endError(layout, begun, from);
}

/** Ends a line whose tokens from index `from` on have been taken and reported, and takes its deeper lines. */
export function endError(layout: Layout, begun: Begun, from: number): ErrorStatement {
  const trailing = layout.trailing();
  endErrorLine(layout, begun);
  return errorStatement(layout, begun, from, trailing === undefined ? {} : { trailing });
}

export function endErrorLine(layout: Layout, begun: Begun): void {
  layout.scanner.finishLine();
  takeBlock(layout.scanner, begun.indent);
  layout.more = false;
}

/** The statement of the tokens from index `from` on. */
export function errorStatement(layout: Layout, begun: Begun, from: number, tail: Tail): ErrorStatement {
  const node = layout.statement<ErrorStatement>('ErrorStatement', begun, tail, layout.scanner.errors);
  node.tokens = errorFrom(layout.scanner, from).tokens;
  return node as ErrorStatement;
}
