// Entries of blocks: repeated ones (C102), defaults and presets that do not fit (C070, C071, C103), enums (C104), media types (C052).
// See L-DECL-10…14, L-DECL-25, L-LEX-31.
import { absolute } from '../compile/context.ts';
import { factsOf } from '../compile/facts.ts';
import type { Model } from '../compile/model.ts';
import { Properties } from '../compile/properties.ts';
import { environmentOf } from '../compile/texts.ts';
import type { Json, Type } from '../graph.ts';
import {
  declarationsOf,
  entriesOf,
  isString,
  jsonOf,
  statementsOf,
  type Entry,
  type List,
  type Statement,
  type Value,
} from '../tree.ts';
import { didYouMeanFix, operation, type Fix } from './fixes.ts';
import { fits, literalAs, typeOfJson } from './fit.ts';

export function checkMembers(model: Model): void {
  const { file } = model.context.document;
  for (const kind of ['vars', 'attachments', 'presets'] as const) {
    const [block] = declarationsOf(file, kind);
    if (block === undefined) continue;
    if (kind === 'vars') variables(model, entriesOf(block.node), block.at, 'file');
    else if (kind === 'attachments') attachments(model, entriesOf(block.node), block.at);
    else presets(model, entriesOf(block.node), block.at);
  }
  const items = model.symbols.workflow?.props;
  const vars = items?.get('vars');
  if (vars !== undefined) variables(model, entriesOf(vars.node), vars.at, 'workflow');
  const files = items?.get('attachments');
  if (files !== undefined) attachments(model, entriesOf(files.node), files.at);
  for (const { symbol } of model.schemas.values()) schema(model, symbol.name, entriesOf(symbol.decl), symbol.at);
  repeats(model);
}

function variables(model: Model, entries: readonly Entry[], at: number, scope: 'file' | 'workflow'): void {
  const { problems } = model.context;
  for (const entry of repeated(model, entries, at, 'last')) {
    const { value, valueType } = entry;
    if (value === undefined || valueType === undefined || entry.broken) continue;
    const json = jsonOf(value);
    if (fits(typeOfJson(json), valueType) || hasEnvironment(value)) continue;
    const block = { block: 'vars' as const, in: scope };
    const name = entry.key.value;
    const other = declaredTypeOf(json);
    const parts = literalAs(json, valueType);
    problems.report('C103', absolute(at, value), {
      with: { value: shown(model, value, at), type: valueType },
      path: `vars.${name}`,
      fixes: [
        parts === undefined
          ? undefined
          : operation(`Change to \`${JSON.stringify(parts.value)}\``, {
              op: 'setMember',
              block,
              key: name,
              parts: { default: parts.value },
            }),
        other === undefined
          ? undefined
          : operation(`Change the type to ${other}`, { op: 'setMember', block, key: name, parts: { type: other } }),
      ],
    });
  }
}

/** A text with `${…}` has its value, and so its fit, at run time only. */
function hasEnvironment(value: Value): boolean {
  return (
    value.type === 'Literal' &&
    isString(value.token) &&
    environmentOf(value.token).pieces.some((piece) => piece.kind === 'env')
  );
}

function declaredTypeOf(json: Json): Type | undefined {
  const type = typeOfJson(json);
  if (type === 'list' || type === 'map') return 'json';
  return type === 'null' || type === 'unknown' ? undefined : type;
}

function presets(model: Model, blocks: readonly Entry[], at: number): void {
  const { problems } = model.context;
  const { variables: declared } = model.symbols;
  for (const preset of blocks) {
    if (model.symbols.presets.get(preset.key.value)?.entry !== preset) continue;
    for (const entry of repeated(model, entriesOf(preset), at, 'last')) {
      const name = entry.key.value;
      const block = { block: 'preset' as const, preset: preset.key.value };
      const path = `presets.${preset.key.value}.${name}`;
      const variable = declared.get(name);
      const span = absolute(at, entry.key);
      if (variable === undefined) {
        problems.report('C070', span, {
          with: { name },
          path,
          fixes: [
            didYouMeanFix(name, declared.keys(), span),
            operation('Remove this entry', { op: 'removeMember', block, key: name }),
          ],
        });
        continue;
      }
      const type = variable.entry.valueType;
      if (entry.value === undefined || entry.broken || type === undefined) continue;
      const json = jsonOf(entry.value);
      if (fits(typeOfJson(json), type)) continue;
      const parts = literalAs(json, type);
      problems.report('C071', absolute(at, entry.value), {
        with: { value: shown(model, entry.value, at), name, type },
        path,
        fixes: [
          parts === undefined
            ? undefined
            : operation(`Change to \`${JSON.stringify(parts.value)}\``, { op: 'setMember', block, key: name, parts }),
        ],
      });
    }
  }
}

/** A value as it stands in the text, shortened. */
function shown(model: Model, value: Value, at: number): string {
  const text = model.context.document.text.slice(at + value.start, at + value.end);
  return text.length <= 40 ? text : `${text.slice(0, 37)}…`;
}

const MEDIA_TYPE = /^(?:\*|[A-Za-z0-9][\w!#$&^.+-]*)\/(?:\*|[A-Za-z0-9][\w!#$&^.+-]*)$/;

function attachments(model: Model, entries: readonly Entry[], at: number): void {
  for (const entry of entries) {
    const props = Properties.of(entry, at);
    if (props.unknown('accept_mime')) continue;
    for (const element of props.list('accept_mime') ?? []) {
      if (MEDIA_TYPE.test(element.text)) continue;
      model.context.problems.report('C052', element, {
        with: { value: element.text },
        path: `attachments.${entry.key.value}.accept_mime`,
      });
    }
  }
}

function schema(model: Model, name: string, entries: readonly Entry[], at: number): void {
  const { problems } = model.context;
  for (const entry of repeated(model, entries, at, 'first')) {
    const list = entry.enum;
    if (list === undefined || entry.broken) continue;
    const type = entry.valueType;
    const words = list.elements.map((element) => element.token.value);
    const repeat = words.find((word, i) => words.indexOf(word) !== i);
    const form =
      type !== undefined && type !== 'string' && type !== 'string[]'
        ? 'type'
        : words.length === 0
          ? 'empty'
          : repeat === undefined
            ? undefined
            : 'repeat';
    if (form === undefined) continue;
    const key = entry.key.value;
    const remove = { op: 'setMember', block: { block: 'fields', schema: name }, key, parts: { enum: null } } as const;
    problems.report('C104', absolute(at, list), {
      form,
      with: { type: type ?? '', name: key, value: repeat ?? '' },
      path: `schema ${name}.${key}`,
      fixes: [operation('Remove the enum', remove)],
    });
  }
}

/** Reports all but one entry of each key (C102) and gives the ones that count. */
function repeated(model: Model, entries: readonly Entry[], at: number, counts: 'first' | 'last'): Entry[] {
  const kept = new Map<string, Entry>();
  for (const entry of entries) {
    const name = entry.key.value;
    const known = kept.get(name);
    if (known === undefined) {
      kept.set(name, entry);
      continue;
    }
    const [stays, goes] = counts === 'first' ? [known, entry] : [entry, known];
    kept.set(name, stays);
    reportRepeat(model, name, goes, stays, at);
  }
  return [...kept.values()];
}

function reportRepeat(model: Model, name: string, goes: Statement, stays: Statement, at: number): void {
  const tokenOf = (statement: Statement) => (statement.type === 'Entry' ? statement.key : statement);
  const remove: Fix = {
    title: 'Remove this entry',
    preferred: true,
    edits: [{ start: at + goes.lines.start, end: at + goes.lines.end, newText: '' }],
  };
  model.context.problems.report('C102', absolute(at, tokenOf(goes)), {
    with: { name },
    related: [{ span: absolute(at, tokenOf(stays)), message: 'This one counts.' }],
    fixes: [remove],
  });
}

/** Repeated elements of lists and keys of maps, `expr`, `values`, `bands`, `cursors` and `with`, wherever they stand. */
function repeats(model: Model): void {
  const { problems, document } = model.context;
  for (const { node, at } of document.file.statements) {
    if (node.type !== 'Declaration' || MEMBER_BLOCKS.has(node.kind)) continue;
    const facts = factsOf(node);
    if (facts.isFreeOfRepeats) continue;
    const before = problems.count;
    walk(model, statementsOf(node), at);
    facts.isFreeOfRepeats = problems.count === before;
  }
  for (const { node, at } of model.symbols.workflow?.view.statements ?? []) {
    if (node.type === 'Property') walk(model, [node], at);
    else if (node.type === 'Edge' && node.with !== undefined) withKeys(model, node.with.entries, at);
  }
}

const MEMBER_BLOCKS: ReadonlySet<string> = new Set(['vars', 'presets', 'attachments', 'schema', 'workflow']);
const ENTRY_ROLES: ReadonlySet<string> = new Set(['mapEntry', 'expr', 'cursorValue', 'band', 'cursorUse']);

/** Blocks nest at most 100 deep (L-LIM-02), so this recurses. */
function walk(model: Model, statements: readonly Statement[], at: number): void {
  const entries: Entry[] = [];
  for (const statement of statements) {
    if (statement.type === 'Entry' && ENTRY_ROLES.has(statement.role)) entries.push(statement);
    if (statement.type !== 'Property') continue;
    const { value } = statement;
    if (value?.type === 'List') elements(model, value, at);
    if (value?.type === 'Map') repeated(model, value.entries, at, 'last');
    if (statement.row?.name !== 'vars' && statement.row?.name !== 'attachments')
      walk(model, statementsOf(statement), at);
  }
  if (entries.length > 1) repeated(model, entries, at, 'last');
}

function elements(model: Model, list: List, at: number): void {
  const seen = new Map<string, (typeof list.elements)[number]>();
  list.elements.forEach((element, i) => {
    const { value } = element.token;
    const first = seen.get(value);
    if (first === undefined) {
      seen.set(value, element);
      return;
    }
    const before = list.elements[i - 1] ?? element;
    model.context.problems.report('C102', absolute(at, element), {
      with: { name: value },
      related: [{ span: absolute(at, first), message: 'This one counts.' }],
      fixes: [
        {
          title: 'Remove it',
          preferred: true,
          edits: [{ start: at + before.end, end: at + element.end, newText: '' }],
        },
      ],
    });
  });
}

function withKeys(
  model: Model,
  entries: readonly { readonly key: Entry['key']; readonly start: number; readonly end: number }[],
  at: number,
): void {
  const last = new Map(entries.map((entry) => [entry.key.value, entry]));
  entries.forEach((entry, i) => {
    const counting = last.get(entry.key.value);
    if (counting === undefined || counting === entry) return;
    const next = entries[i + 1] ?? entry;
    model.context.problems.report('C102', absolute(at, entry.key), {
      with: { name: entry.key.value },
      related: [{ span: absolute(at, counting.key), message: 'This one counts.' }],
      fixes: [
        {
          title: 'Remove this entry',
          preferred: true,
          edits: [{ start: at + entry.start, end: at + next.start, newText: '' }],
        },
      ],
    });
  });
}
