// The references in a text typed into a field (E-INSP-09, E-INSP-10): where each stands, its type at the places the text is used, what is
// wrong with it, and in a command how it is quoted (L-TPL-12).
import { codeRow } from '../check/registry.ts';
import { lookup } from '../compile/scope.ts';
import { pathElements } from '../compile/values.ts';
import type { Document } from '../document.ts';
import { parseExpression, type Span } from '../expression/parse.ts';
import type { Ref, StaticType } from '../graph.ts';
import { parseCommand, parseMixed, parseTemplate } from '../template/template.ts';
import type { Quoting } from '../template/shell.ts';
import type { QueryPlace } from './available.ts';
import { fieldScope, issueFinding, type FieldFinding } from './fieldScope.ts';

export type FieldText = 'template' | 'command' | 'mixed' | 'expression';

export interface FieldReference extends Span {
  readonly ns: Ref['ns'];
  /** As far as it is known before a run: an index that is computed ends it. */
  readonly path: readonly (string | number)[];
  readonly raw: boolean;
  readonly type: StaticType;
  readonly finding?: FieldFinding;
  /** In a command. */
  readonly quoting?: Quoting;
}
export interface FieldReferences {
  readonly references: readonly FieldReference[];
  /** Names of the environment, in commands and models. */
  readonly environment: readonly (Span & { readonly name: string })[];
  /** References that are not well-formed. */
  readonly malformed: readonly FieldFinding[];
}

/** `places`: the nodes or the edge whose text it is; a prompt has one for each node that uses it. */
export function referencesFromText(
  text: string,
  kind: FieldText,
  document: Document,
  places: readonly QueryPlace[],
): FieldReferences {
  const scopes = places.flatMap((place) => fieldScope(document, place) ?? []);
  const typed = (
    ns: Ref['ns'],
    path: Parameters<typeof lookup>[3],
    whole: Span,
    elements: readonly Span[],
  ): Pick<FieldReference, 'type' | 'finding'> => {
    let type: StaticType = 'unknown';
    for (const { model, scope } of scopes) {
      const found = lookup(model, scope, ns, path);
      if (found.issue !== undefined)
        return { type: 'unknown', finding: issueFinding(found.issue, ns, scope, whole, elements) };
      type = found.type;
    }
    return { type };
  };
  if (kind === 'expression') {
    const { paths, spans } = parseExpression(text);
    const references = paths.flatMap((node): FieldReference[] => {
      const span = spans.get(node);
      if (span === undefined) return [];
      const path = pathElements(node);
      const known = path.slice(0, path.includes(undefined) ? path.indexOf(undefined) : path.length);
      const written = { start: span.start, end: span.end };
      return [
        {
          ...written,
          ns: node.ns,
          path: known.filter((element) => element !== undefined),
          raw: false,
          ...typed(node.ns, path, written, span.segments?.slice(1) ?? []),
        },
      ];
    });
    return { references, environment: [], malformed: [] };
  }
  const parse = { template: parseTemplate, command: parseCommand, mixed: parseMixed }[kind];
  const parsed = parse(text);
  let count = 0;
  const references = parsed.pieces.flatMap((piece): FieldReference[] => {
    if (piece.kind !== 'ref') return [];
    const quoting = parsed.quoting?.[count++];
    const { start, end, ns, path, raw } = piece;
    const about = typed(ns, path, { start, end }, piece.names.slice(1));
    return [{ start, end, ns, path, raw, ...about, ...(quoting === undefined ? {} : { quoting }) }];
  });
  const environment = parsed.pieces.flatMap((piece) =>
    piece.kind === 'env' ? [{ start: piece.start, end: piece.end, name: piece.name }] : [],
  );
  const { hint } = codeRow('C004');
  const malformed = parsed.errors.map(({ start, end, message }) => ({ code: 'C004', start, end, message, hint }));
  return { references, environment, malformed };
}
