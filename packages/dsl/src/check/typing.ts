// Reports what type inference finds in expressions (L-EXPR-26): operations that never succeed and comparisons that never hold (C125).
import { absolute } from '../compile/context.ts';
import type { Model } from '../compile/model.ts';
import { lookup, type Scope } from '../compile/scope.ts';
import { pathElements } from '../compile/values.ts';
import type { ParsedExpression } from '../expression/parse.ts';
import { inferType } from '../expression/types.ts';
import { valueSpan, type Token } from '../tree.ts';
import type { Details } from './problems.ts';

export function checkTypes(
  model: Model,
  parsed: ParsedExpression,
  token: Token,
  at: number,
  scope: Scope,
  details: Details,
): void {
  if (parsed.expr === undefined) return;
  inferType(
    parsed.expr,
    (path) => lookup(model, scope, path.ns, pathElements(path)).type,
    ({ node, kind, operator, types }) => {
      const span = parsed.spans.get(node);
      const where = span?.operator ?? span;
      if (where === undefined) return;
      model.context.problems.report('C125', absolute(at, valueSpan(token, where.start, where.end)), {
        ...details,
        form: kind,
        with: { operator, types: types.join(' and ') },
      });
    },
  );
}
