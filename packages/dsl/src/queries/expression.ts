// An expression typed into a field, before it is part of the file (E-INSP-13): whether it parses, what is wrong with its names and types
// at that place, and the type of its result.
import { Context } from '../compile/context.ts';
import { Model } from '../compile/model.ts';
import { lookup, type Scope } from '../compile/scope.ts';
import { pathElements } from '../compile/values.ts';
import type { Document } from '../document.ts';
import { parseExpression, type ParsedExpression, type Span } from '../expression/parse.ts';
import { inferType } from '../expression/types.ts';
import { codeRow, messageOf } from '../check/registry.ts';
import type { StaticType } from '../graph.ts';
import type { QueryPlace } from './available.ts';

/** A finding in the text of the field; offsets are those of that text. */
export interface FieldFinding extends Span {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}
export interface CheckedExpression {
  readonly parsed: ParsedExpression;
  readonly type: StaticType;
  readonly findings: readonly FieldFinding[];
}

const models = new WeakMap<Document, Model>();

function modelOf(document: Document): Model {
  let model = models.get(document);
  if (model === undefined) {
    model = new Model(new Context(document, {}));
    models.set(document, model);
  }
  return model;
}

/** Parses the text of a condition or compute field; without a place, names and types are not checked. */
export function expressionFromText(text: string, document?: Document, place?: QueryPlace): CheckedExpression {
  const parsed = parseExpression(text);
  const findings: FieldFinding[] = [];
  const add = (
    code: 'C040' | 'C125' | NonNullable<ReturnType<typeof lookup>['issue']>['code'],
    span: Span,
    message: string,
  ): void => {
    findings.push({ code, start: span.start, end: span.end, message, hint: codeRow(code).hint });
  };
  const { expr, error } = parsed;
  if (error !== undefined || expr === undefined) {
    if (error !== undefined) add('C040', error, error.message);
    return { parsed, type: 'unknown', findings };
  }
  const model = document === undefined ? undefined : modelOf(document);
  const scope = model === undefined || place === undefined ? undefined : scopeOf(model, place);
  if (model === undefined || scope === undefined) return { parsed, type: inferType(expr, () => 'unknown'), findings };
  for (const path of parsed.paths) {
    const { issue } = lookup(model, scope, path.ns, pathElements(path));
    const span = parsed.spans.get(path);
    if (issue === undefined || span === undefined) continue;
    const form =
      issue.code === 'C034'
        ? scope.kind
        : issue.code === 'C114'
          ? path.ns === 'run'
            ? 'run'
            : issue.element === 0
              ? 'loop'
              : 'member'
          : undefined;
    const values = { name: issue.name, node: issue.node ?? '', schema: issue.schema ?? '' };
    add(issue.code, span.segments?.[issue.element + 1] ?? span, messageOf(codeRow(issue.code), form, values));
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

function scopeOf(model: Model, place: QueryPlace): Scope | undefined {
  if ('edge' in place) {
    const edge = model.edges.find((each) => each.id === place.edge);
    return edge === undefined ? undefined : { kind: 'edge', edge };
  }
  const node = model.symbols.nodes.get(place.node);
  return node === undefined ? undefined : { kind: 'node', node };
}
