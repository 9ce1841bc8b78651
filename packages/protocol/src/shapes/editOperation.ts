// The edit operations of the language (language.md 9.4) as they come over the wire: every one checked for its exact shape, so that the
// language package, which trusts its types, only sees operations that it knows. The compiler holds this list and that of the language together.
import type { EditOperation } from '@iterion/dsl';
import { z } from 'zod';
import { json } from './basics.ts';

const name = z.string().max(1024);
const text = z.string();
const space = z.enum(['node', 'schema', 'prompt', 'mcp_server', 'cursor', 'workflow']);
const nodeKind = z.enum(['agent', 'judge', 'router', 'join', 'human', 'tool', 'compute']);
const declarationKind = z.enum([...nodeKind.options, 'mcp_server', 'prompt', 'schema', 'cursor', 'workflow']);
const type = z.enum(['string', 'bool', 'int', 'float', 'json', 'string[]']);
const reference = z.strictObject({ space, name });
const property = z.strictObject({ space, name, path: z.array(name) });
const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.record(z.string(), z.string())]);
const properties = z.record(z.string(), value);

const block = z.discriminatedUnion('block', [
  z.strictObject({ block: z.enum(['vars', 'attachments']), in: z.enum(['file', 'workflow']).exactOptional() }),
  z.strictObject({ block: z.literal('presets') }),
  z.strictObject({ block: z.literal('preset'), preset: name }),
  z.strictObject({ block: z.literal('fields'), schema: name }),
  z.strictObject({ block: z.literal('expr'), node: name }),
  z.strictObject({ block: z.enum(['values', 'bands']), cursor: name }),
  z.strictObject({ block: z.literal('map'), property }),
]);
const parts = z.strictObject({
  type: z.enum([...type.options, 'file', 'image']).exactOptional(),
  default: json.exactOptional(),
  removeDefault: z.boolean().exactOptional(),
  enum: z.array(z.string()).nullable().exactOptional(),
  value: json.exactOptional(),
});
const condition = z.union([
  z.strictObject({ field: name, negated: z.boolean().exactOptional() }),
  z.strictObject({ expression: text }),
]);
const loop = z.strictObject({ name, bound: z.union([z.number(), z.strictObject({ template: text })]) });
const entry = z.union([z.strictObject({ template: text }), z.strictObject({ json })]);
const clauses = z.strictObject({
  when: condition.exactOptional(),
  loop: loop.exactOptional(),
  with: z.record(z.string(), entry).exactOptional(),
});
const memberSpace = z.union([
  z.enum(['variable', 'attachment', 'artifact', 'loop', 'preset']),
  z.strictObject({ fieldOf: name }),
]);
const before = <T extends z.ZodType>(what: T) => z.strictObject({ before: what });
const after = <T extends z.ZodType>(what: T) => z.strictObject({ after: what });
const place = z.union([before(name), after(name)]);
const besideDeclaration = z.union([before(reference), after(reference)]);
const edge = z.string().max(4096);

function operation<const Op extends EditOperation['op'], Shape extends z.ZodRawShape>(op: Op, shape: Shape) {
  return z.strictObject({ op: z.literal(op), ...shape });
}

type Simple = Exclude<EditOperation, { readonly op: 'batch' }>;

/** A row for every operation: one that is missing, or that lets another shape through, does not compile. */
const ROWS = {
  addDeclaration: operation('addDeclaration', {
    kind: declarationKind,
    name,
    props: properties.exactOptional(),
    body: text.exactOptional(),
  }),
  removeDeclaration: operation('removeDeclaration', { space, name }),
  bridgeNode: operation('bridgeNode', { name }),
  renameDeclaration: operation('renameDeclaration', { space, from: name, to: name }),
  renameMember: operation('renameMember', { space: memberSpace, from: name, to: name }),
  duplicateDeclaration: operation('duplicateDeclaration', { space, name, as: name }),
  moveDeclaration: operation('moveDeclaration', { declaration: reference, place: besideDeclaration }),
  changeKind: operation('changeKind', { node: name, kind: nodeKind }),
  extractPrompt: operation('extractPrompt', { node: name, slot: name, name, text }),
  extractSchema: operation('extractSchema', {
    node: name,
    slot: z.enum(['input', 'output']),
    name,
    fields: z.array(z.strictObject({ name, type })),
  }),
  setProperty: operation('setProperty', { target: property, value }),
  unsetProperty: operation('unsetProperty', { target: property }),
  setMember: operation('setMember', { block, key: name, parts }),
  removeMember: operation('removeMember', { block, key: name }),
  moveMember: operation('moveMember', { block, key: name, place }),
  setPromptBody: operation('setPromptBody', { name, text }),
  setDescription: operation('setDescription', { target: z.union([reference, z.strictObject({ edge })]), text }),
  setGroup: operation('setGroup', { name, members: z.array(name).nullable(), rename: name.exactOptional() }),
  addEdge: operation('addEdge', {
    from: name,
    to: name,
    clauses: clauses.exactOptional(),
    place: place.exactOptional(),
  }),
  removeEdge: operation('removeEdge', { edge }),
  retargetEdge: operation('retargetEdge', { edge, from: name.exactOptional(), to: name.exactOptional() }),
  insertOnEdge: operation('insertOnEdge', {
    edge,
    node: name,
    add: z.strictObject({ kind: nodeKind, props: properties.exactOptional() }).exactOptional(),
  }),
  setCondition: operation('setCondition', { edge, when: condition.nullable() }),
  setLoop: operation('setLoop', { edge, loop: loop.nullable() }),
  setWith: operation('setWith', { edge, key: name, value: entry }),
  unsetWith: operation('unsetWith', { edge, key: name }),
  renameWithKey: operation('renameWithKey', { edge, from: name, to: name }),
  moveEdge: operation('moveEdge', { edge, place }),
  toConditionRouter: operation('toConditionRouter', { node: name, name }),
  fromConditionRouter: operation('fromConditionRouter', { router: name }),
  pasteFragment: operation('pasteFragment', { text, place: besideDeclaration.exactOptional() }),
} as const satisfies { readonly [Op in Simple['op']]: z.ZodType<Extract<Simple, { readonly op: Op }>> };

export const editOperation: z.ZodType<EditOperation> = z.lazy(() =>
  z.discriminatedUnion('op', [operation('batch', { operations: z.array(editOperation) }), ...Object.values(ROWS)]),
);
