// A prompt or a schema of its own for a node (E-CANVAS-27): text that stands where a prompt's name belongs, a prompt that others use too, or
// the one that is still missing.
import { declarationsOf, isName, languageTable, propertyOf, textOf } from '@iterion/dsl';
import type { NodeKind, Type } from '@iterion/dsl';
import { setPreferences } from '../../app/preferences.ts';
import type { OpenDocument } from '../../document/model.ts';
import { edgeOf, nodeOf } from '../../document/projection.ts';
import type { NodeView } from '../../document/projection.ts';
import { applyOperation } from '../../document/store.ts';
import { numbered } from './names.ts';
import { carried, tell } from './report.ts';

const placeholder = 'Say what to do.';

interface NewPrompt {
  readonly node: string;
  readonly slot: string;
  readonly name: string;
  readonly text: string;
}

export function extractPrompt(document: OpenDocument): void {
  const found = promptFor(document);
  if (typeof found === 'string') return;
  const label = `Move text of ${found.node} to prompt ${found.name}`;
  const result = applyOperation(document.id, { op: 'extractPrompt', ...found }, label, {
    select: [`prompt:${found.name}`],
  });
  if (!carried(result)) return;
  setPreferences({ inspector: true });
  tell(`Prompt ${found.name} is the ${found.slot} of ${found.node}`, document.id);
}
export function whyNoPrompt(document: OpenDocument): true | string {
  const found = promptFor(document);
  return typeof found === 'string' ? found : true;
}

function promptFor(document: OpenDocument): NewPrompt | string {
  const node = onlyNode(document);
  if (typeof node === 'string') return node;
  const slots = slotsOf(node, 'prompt');
  if (slots.length === 0) return `A ${node.kind} has no prompt`;
  const written = slots.map((slot) => ({ slot, value: valueOf(document, node, slot) }));
  const bodies = new Map(document.graph?.prompts.map((prompt) => [prompt.name, prompt.body.source]));
  const loose = written.find(({ value }) => value !== undefined && !bodies.has(value));
  if (loose?.value !== undefined) {
    const { slot, value } = loose;
    return isName(value)
      ? { node: node.name, slot, name: value, text: placeholder }
      : { node: node.name, slot, name: freeName(document, `${node.name}_${slot}`), text: value };
  }
  const uses = (name: string): number =>
    document.projection.nodes.reduce(
      (count, other) =>
        count + slotsOf(other, 'prompt').filter((slot) => valueOf(document, other, slot) === name).length,
      0,
    );
  const shared = written.find(({ value }) => value !== undefined && uses(value) > 1);
  const missing = written.findLast(({ slot, value }) => value === undefined && mainSlots.has(slot));
  const slot = (shared ?? missing)?.slot;
  if (slot === undefined) return 'Its prompts are its own already';
  const text = bodies.get(shared?.value ?? '') ?? placeholder;
  return { node: node.name, slot, name: freeName(document, `${node.name}_${slot}`), text };
}
const mainSlots: ReadonlySet<string> = new Set(['user', 'instructions']);

export function newSchema(document: OpenDocument): void {
  const found = schemaFor(document);
  if (typeof found === 'string') return;
  const { node, slot } = found;
  const name = freeName(document, `${node.name}_${slot}`);
  const result = applyOperation(
    document.id,
    { op: 'extractSchema', node: node.name, slot, name, fields: fieldsFor(document, node, slot) },
    `New schema ${name}`,
    { select: [`schema:${name}`] },
  );
  if (carried(result)) setPreferences({ inspector: true });
}
export function whyNoSchema(document: OpenDocument): true | string {
  const found = schemaFor(document);
  return typeof found === 'string' ? found : true;
}

function schemaFor(document: OpenDocument): { readonly node: NodeView; readonly slot: 'input' | 'output' } | string {
  const node = onlyNode(document);
  if (typeof node === 'string') return node;
  const slots = slotsOf(node, 'schema');
  if (slots.length === 0) return `A ${node.kind} has no schema`;
  const slot = (['output', 'input'] as const).find(
    (each) => slots.includes(each) && valueOf(document, node, each) === undefined,
  );
  return slot === undefined ? 'It has its schemas already' : { node, slot };
}

/** What edges already ask for: fields that conditions read, keys that mappings pass. */
function fieldsFor(
  document: OpenDocument,
  node: NodeView,
  slot: 'input' | 'output',
): readonly { readonly name: string; readonly type: Type }[] {
  const edges = (slot === 'output' ? node.outgoing : node.incoming).flatMap(
    (id) => edgeOf(document.projection, id)?.data ?? [],
  );
  const names =
    slot === 'output'
      ? edges.flatMap(({ when }) => (when?.kind === 'field' ? [when.field] : []))
      : edges.flatMap((edge) => edge.with?.map((entry) => entry.key) ?? []);
  const type = slot === 'output' ? 'bool' : 'string';
  const fields = [...new Set(names)].filter(isName).map((name) => ({ name, type }) as const);
  return fields.length > 0 ? fields : [{ name: slot === 'output' ? 'result' : 'text', type: 'string' }];
}

/** Also one whose text has errors: a text in place of a prompt's name is one, and moving it away mends it. */
function onlyNode(document: OpenDocument): NodeView | string {
  const nodes = document.selection.items.flatMap((id) => nodeOf(document.projection, id) ?? []);
  const [node] = nodes;
  if (nodes.length !== 1 || !node) return 'Select one node';
  if (node.data === null || node.kind === 'done' || node.kind === 'fail') return 'Ends have no prompt and no schema';
  return node;
}
/** The properties of a node's kind that name a declaration of that kind. */
function slotsOf(node: NodeView, refers: 'prompt' | 'schema'): string[] {
  // Only a router that asks a model has use for prompts.
  if (node.data?.kind === 'router' && node.data.mode !== 'llm') return [];
  const rows = languageTable.kinds[node.kind as NodeKind]?.properties ?? [];
  return rows.filter(({ value }) => value.kind === 'name' && value.refers === refers).map(({ name }) => name);
}
function valueOf(document: OpenDocument, node: NodeView, property: string): string | undefined {
  const declaration =
    document.document &&
    declarationsOf(document.document.file).find(
      (placed) => placed.node.kind === node.kind && placed.node.name?.value === node.name,
    );
  return declaration ? textOf(propertyOf(declaration.node, property)?.value) : undefined;
}
function freeName(document: OpenDocument, base: string): string {
  const taken = new Set(document.projection.declarations.map((view) => view.name));
  return taken.has(base) ? numbered(base, taken) : base;
}
