// Where texts with references stand, and what is special there: commands and scripts (C128, C129), models (C126), `with` values and
// loop bounds, conditions and computes (C039, C040, C120, C125), and references where none apply (C126). See L-TPL-02, L-TPL-12…14.
import { absolute } from '../compile/context.ts';
import type { EdgeSymbol } from '../compile/edges.ts';
import type { Model } from '../compile/model.ts';
import type { TextAt } from '../compile/properties.ts';
import type { Scope } from '../compile/scope.ts';
import type { NodeSymbol } from '../compile/symbols.ts';
import { commandOf, expressionOf, mixedOf, templateOf } from '../compile/texts.ts';
import { stringLeaves } from '../compile/declarations.ts';
import type { ParsedExpression } from '../expression/parse.ts';
import { strayReferences, type ParsedText } from '../template/template.ts';
import type { RefPiece } from '../template/reference.ts';
import { entriesOf, isString, statementsOf, valueSpan, type Span, type Statement, type Token } from '../tree.ts';
import { didYouMeanFix, operation, preferred, type Fix } from './fixes.ts';
import type { Details } from './problems.ts';
import { edgeScope, type References } from './references.ts';
import type { Unsettled } from './surroundings.ts';
import { checkTypes } from './typing.ts';

export function checkTemplates(model: Model, unsettled: Unsettled, references: References): void {
  unsettled.each((node) => nodeTexts(model, node, references));
  for (const edge of model.edges) edgeTexts(model, edge, references);
  for (const { node, at, chunk } of model.context.document.file.statements) {
    if (!chunk.text.includes('{{')) continue;
    if (node.type === 'Declaration' && node.kind !== 'workflow') stray(model, [node], at);
  }
  for (const { node, at, chunk } of model.symbols.workflow?.view.statements ?? []) {
    if (node.type === 'Property' && chunk.text.includes('{{')) stray(model, [node], at);
  }
}

function nodeTexts(model: Model, node: NodeSymbol, references: References): void {
  const { props } = node;
  const scope: Scope = { kind: 'node', node };
  const details = (property: string): Details => ({ nodeId: node.name, path: `${node.kind} ${node.name}.${property}` });
  const modelText = props.text('model');
  if (modelText !== undefined && mayRefer(modelText.token))
    modelReferences(model, modelText, scope, references, details('model'));
  const command = props.text('command');
  if (node.kind === 'tool' && command !== undefined && mayRefer(command.token)) {
    const parsed = commandOf(command.token);
    references.malformed(parsed, command.token, command.at);
    references.template(parsed, command.token, command.at, scope, details('command'));
    inserted(model, parsed, command, details('command'));
  }
  const script = props.text('script');
  if (node.kind === 'tool' && script !== undefined && mayRefer(script.token)) {
    const parsed = templateOf(script.token);
    references.malformed(parsed, script.token, script.at);
    references.template(parsed, script.token, script.at, scope, details('script'));
    inserted(model, parsed, script, details('script'));
  }
  if (node.kind === 'compute') compute(model, node, references);
}

/** Most texts hold no reference, and then there is nothing to say about them. */
function mayRefer(token: Token): boolean {
  return token.value.includes('{{');
}

function spanOf(text: { readonly token: Token; readonly at: number }, span: Span): Span {
  return absolute(text.at, valueSpan(text.token, span.start, span.end));
}

/** In a model `vars` and `run` only, and `!` without effect. */
function modelReferences(model: Model, text: TextAt, scope: Scope, references: References, details: Details): void {
  const parsed = mixedOf(text.token);
  references.malformed(parsed, text.token, text.at);
  const allowed = { ...parsed, pieces: parsed.pieces.filter((piece) => piece.kind !== 'ref' || fitsModel(piece)) };
  references.template(allowed, text.token, text.at, scope, details);
  for (const piece of parsed.pieces) {
    if (piece.kind === 'ref' && !fitsModel(piece)) {
      model.context.problems.report('C126', spanOf(text, piece), {
        ...details,
        form: 'namespace',
        with: { name: piece.ns },
      });
    }
  }
  bangs(model, parsed, text, details);
}

function fitsModel(piece: RefPiece): boolean {
  return piece.ns === 'vars' || piece.ns === 'run';
}

function removeBang(text: { readonly token: Token; readonly at: number }, piece: RefPiece): Fix | undefined {
  if (piece.bang === undefined) return undefined;
  return preferred({ title: 'Remove the `!`', edits: [{ ...spanOf(text, piece.bang), newText: '' }] });
}

/** `!` has a meaning in commands and scripts only (L-TPL-14). */
function bangs(
  model: Model,
  parsed: ParsedText,
  text: { readonly token: Token; readonly at: number },
  details: Details,
): void {
  for (const piece of parsed.pieces) {
    if (piece.kind !== 'ref' || !piece.raw) continue;
    model.context.problems.report('C126', spanOf(text, piece), {
      ...details,
      form: 'bang',
      fixes: [removeBang(text, piece)],
    });
  }
}

/** C128 for raw references, C129 where the shell has no word for one. */
function inserted(model: Model, parsed: ParsedText, text: TextAt, details: Details): void {
  const { problems } = model.context;
  let n = 0;
  for (const piece of parsed.pieces) {
    if (piece.kind !== 'ref') continue;
    const quoting = parsed.quoting?.[n++];
    const about = { ...details, with: { name: [piece.ns, ...piece.path].join('.') } };
    if (piece.raw) problems.report('C128', spanOf(text, piece), { ...about, fixes: [removeBang(text, piece)] });
    else if (quoting === 'none') problems.report('C129', spanOf(text, piece), about);
  }
}

function compute(model: Model, node: NodeSymbol, references: References): void {
  const { problems } = model.context;
  const nameSpan = absolute(node.at, node.nameToken);
  const property = node.props.get('expr');
  const schema = model.schemaOf(node, 'output');
  const entries = property === undefined ? [] : entriesOf(property.node);
  const about = { nodeId: node.name, path: `compute ${node.name}.expr` };
  if (entries.length === 0) {
    if (property?.node.broken === true) return;
    const fields = schema === undefined ? ['result'] : [...schema.fields.keys()];
    const block = { block: 'expr', node: node.name } as const;
    const add = fields.map((key) => ({ op: 'setMember', block, key, parts: { value: 'null' } }) as const);
    problems.report('C039', nameSpan, {
      with: { name: node.name },
      ...about,
      fixes: [operation('Add `expr`', ...add)],
    });
    return;
  }
  for (const entry of entries) {
    const key = entry.key.value;
    if (schema !== undefined && !schema.fields.has(key)) {
      problems.report('C120', absolute(node.at, entry.key), {
        ...about,
        form: 'extra',
        with: { schema: schema.symbol.name, name: key },
        fixes: [
          didYouMeanFix(key, schema.fields.keys(), absolute(node.at, entry.key)),
          operation(`Add the field \`${key}\` to the schema`, {
            op: 'setMember',
            block: { block: 'fields', schema: schema.symbol.name },
            key,
            parts: { type: 'json' },
          }),
          entries.length === 1
            ? undefined
            : operation('Remove this entry', { op: 'removeMember', block: { block: 'expr', node: node.name }, key }),
        ],
      });
    }
    if (entry.broken || entry.value?.type !== 'Literal') continue;
    const { token } = entry.value;
    expression(model, expressionOf(token), token, node.at, { kind: 'node', node }, references, about);
  }
  if (schema === undefined || property?.node.broken === true) return;
  const given = new Set(entries.map((entry) => entry.key.value));
  for (const name of schema.fields.keys()) {
    if (given.has(name)) continue;
    const block = { block: 'expr', node: node.name } as const;
    problems.report('C120', nameSpan, {
      ...about,
      form: 'missing',
      with: { schema: schema.symbol.name, name },
      fixes: [
        operation(`Add an expression for \`${name}\``, { op: 'setMember', block, key: name, parts: { value: 'null' } }),
      ],
    });
  }
}

/** An expression: whether it parses (C040), its references, its types (C125). */
function expression(
  model: Model,
  parsed: ParsedExpression,
  token: Token,
  at: number,
  scope: Scope,
  references: References,
  details: Details,
): void {
  const { error } = parsed;
  if (error !== undefined) {
    const span = absolute(at, valueSpan(token, error.start, error.end));
    const unknown =
      error.unknown === undefined ? undefined : didYouMeanFix(error.unknown.name, error.unknown.candidates, span);
    const whole = parsed.source.trim() === '' ? absolute(at, token) : span;
    model.context.problems.report('C040', whole, { ...details, with: { why: error.message }, fixes: [unknown] });
    return;
  }
  references.expression(parsed, token, at, scope, details);
  checkTypes(model, parsed, token, at, scope, details);
}

function edgeTexts(model: Model, edge: EdgeSymbol, references: References): void {
  if (edge.condition.kind !== 'expr' && edge.loop === undefined && edge.entries === undefined) return;
  const scope = edgeScope(edge);
  const details: Details = { edgeId: edge.id };
  if (edge.condition.kind === 'expr') {
    const { parsed, token } = edge.condition;
    expression(model, parsed, token, edge.at, scope, references, details);
  }
  const bound = edge.loop?.broken === true ? undefined : edge.loop?.bound;
  const texts = bound !== undefined && isString(bound) ? [bound] : [];
  for (const entry of edge.entries ?? []) if (entry.value !== undefined) texts.push(...stringLeaves(entry.value));
  for (const token of texts) {
    if (!mayRefer(token)) continue;
    const parsed = templateOf(token);
    references.malformed(parsed, token, edge.at);
    references.template(parsed, token, edge.at, scope, details);
    bangs(model, parsed, { token, at: edge.at }, details);
  }
}

/** Strings in which `{{` is plain text (L-TPL-02). Blocks nest at most 100 deep, so this recurses. */
function stray(model: Model, statements: readonly Statement[], at: number): void {
  for (const statement of statements) {
    if (statement.type === 'Declaration' && statement.body?.token !== undefined)
      bodyBangs(model, statement.body.token, at);
    if (statement.type === 'Property' || (statement.type === 'Entry' && statement.role !== 'expr')) {
      const templates =
        statement.type === 'Property' &&
        statement.row?.value.kind === 'string' &&
        statement.row.value.template === true;
      if (statement.value !== undefined && !templates)
        for (const token of stringLeaves(statement.value)) report(model, token, at);
    }
    if (statement.type === 'Entry' && statement.enum !== undefined)
      for (const token of stringLeaves(statement.enum)) report(model, token, at);
    if (statement.type === 'Declaration' || statement.type === 'Property' || statement.type === 'Entry') {
      stray(model, statementsOf(statement), at);
    }
  }
}

function bodyBangs(model: Model, token: Token, at: number): void {
  bangs(model, templateOf(token), { token, at }, {});
}

function report(model: Model, token: Token, at: number): void {
  for (const span of strayReferences(token.value)) {
    model.context.problems.report('C126', absolute(at, valueSpan(token, span.start, span.end)), { form: 'place' });
  }
}
