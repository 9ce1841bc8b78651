// An expression typed into a field, before it is part of the file (E-INSP-13): whether it parses, what is wrong with its names and types
// at that place, and the type of its result.
import { codeRow, messageOf } from '../check/registry.ts';
import { lookup } from '../compile/scope.ts';
import { pathElements } from '../compile/values.ts';
import type { Document } from '../document.ts';
import { parseExpression, type ParsedExpression, type Span } from '../expression/parse.ts';
import { inferType } from '../expression/types.ts';
import type { StaticType } from '../graph.ts';
import type { QueryPlace } from './available.ts';
import { fieldScope, issueFinding, type FieldFinding } from './fieldScope.ts';

export interface CheckedExpression {
  readonly parsed: ParsedExpression;
  readonly type: StaticType;
  readonly findings: readonly FieldFinding[];
}

/** Parses the text of a condition or compute field; without a place, names and types are not checked. */
export function expressionFromText(text: string, document?: Document, place?: QueryPlace): CheckedExpression {
  const parsed = parseExpression(text);
  const findings: FieldFinding[] = [];
  const add = (code: 'C040' | 'C125', span: Span, message: string): void => {
    findings.push({ code, start: span.start, end: span.end, message, hint: codeRow(code).hint });
  };
  const { expr, error } = parsed;
  if (error !== undefined || expr === undefined) {
    if (error !== undefined) add('C040', error, error.message);
    return { parsed, type: 'unknown', findings };
  }
  const at = document === undefined || place === undefined ? undefined : fieldScope(document, place);
  if (at === undefined) return { parsed, type: inferType(expr, () => 'unknown'), findings };
  const { model, scope } = at;
  for (const path of parsed.paths) {
    const { issue } = lookup(model, scope, path.ns, pathElements(path));
    const span = parsed.spans.get(path);
    if (issue !== undefined && span !== undefined)
      findings.push(issueFinding(issue, path.ns, scope, span, span.segments?.slice(1) ?? []));
  }
  const typeOfPath = (path: (typeof parsed.paths)[number]): StaticType =>
    lookup(model, scope, path.ns, pathElements(path)).type;
  const type = inferType(expr, typeOfPath, ({ node, kind, operator, types }) => {
    const span = parsed.spans.get(node);
    const values = { operator, types: types.join(' and ') };
    if (span !== undefined) add('C125', span.operator ?? span, messageOf(codeRow('C125'), kind, values));
  });
  findings.sort((a, b) => a.start - b.start);
  return { parsed, type, findings };
}
