// What texts typed into a field share before they are part of the file (E-INSP-09, E-INSP-13): the place they would stand in, and what
// is wrong with a reference there.
import { codeRow, messageOf } from '../check/registry.ts';
import { Context } from '../compile/context.ts';
import { Model } from '../compile/model.ts';
import type { ReferenceIssue, Scope } from '../compile/scope.ts';
import type { Document } from '../document.ts';
import type { Span } from '../expression/parse.ts';
import type { Ref } from '../graph.ts';
import type { QueryPlace } from './available.ts';

/** A finding in the text of the field; offsets are those of that text. */
export interface FieldFinding extends Span {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

export interface FieldScope {
  readonly model: Model;
  readonly scope: Scope;
}

const models = new WeakMap<Document, Model>();

/** Undefined when the document does not declare the place. */
export function fieldScope(document: Document, place: QueryPlace): FieldScope | undefined {
  let model = models.get(document);
  if (model === undefined) {
    model = new Model(new Context(document, {}));
    models.set(document, model);
  }
  if ('edge' in place) {
    const edge = model.edges.find((each) => each.id === place.edge);
    return edge === undefined ? undefined : { model, scope: { kind: 'edge', edge } };
  }
  const node = model.symbols.nodes.get(place.node);
  return node === undefined ? undefined : { model, scope: { kind: 'node', node } };
}

/** The finding of a wrong reference; `elements` are the spans of the elements of its path. */
export function issueFinding(
  issue: ReferenceIssue,
  ns: Ref['ns'],
  scope: Scope,
  whole: Span,
  elements: readonly Span[],
): FieldFinding {
  const { start, end } = elements[issue.element] ?? whole;
  const forms: { readonly [code: string]: string | undefined } = {
    C034: scope.kind,
    C114: ns === 'run' ? 'run' : issue.element === 0 ? 'loop' : 'member',
  };
  const values = { name: issue.name, node: issue.node ?? '', schema: issue.schema ?? '' };
  const row = codeRow(issue.code);
  return { code: issue.code, start, end, message: messageOf(row, forms[issue.code], values), hint: row.hint };
}
