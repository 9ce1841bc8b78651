// Declarations that nothing refers to (C124, L-SEM-42): prompts, schemas, variables, mcp servers, cursors, attachments.
import { absolute } from '../compile/context.ts';
import { stringLeaves, type PromptUse } from '../compile/declarations.ts';
import type { Model } from '../compile/model.ts';
import { TextMentions } from '../compile/mentions.ts';
import { templateOf } from '../compile/texts.ts';
import type { EditOperation, MemberBlock, Space } from '../edit/operations.ts';
import { declarationsOf, entriesOf, type Span, type Token } from '../tree.ts';
import { operation, type Fix } from './fixes.ts';

export function checkUnused(model: Model, uses: ReadonlyMap<string, readonly PromptUse[]>): void {
  if (model.symbols.workflow === undefined) return;
  const { symbols } = model;
  const named = namesInTexts(model);
  const schemas = new Set<string>();
  const servers = new Set<string>();
  const cursors = new Set<string>();
  for (const { facts } of model.nodes) {
    const { mentions } = facts;
    for (const name of mentions.schemas) schemas.add(name);
    for (const name of mentions.servers) servers.add(name);
    for (const name of mentions.cursors) cursors.add(name);
  }
  const mcp = symbols.workflow?.props.block('mcp');
  for (const list of ['servers', 'disable']) for (const each of mcp?.list(list) ?? []) servers.add(each.text);

  // Of a name declared twice the checks speak already.
  const again = new Set(symbols.duplicates.map(({ later }) => `${later.decl.kind} ${later.name}`));
  const declared: readonly [
    Space,
    string,
    Iterable<{ name: string; nameToken: Token; at: number }>,
    (name: string) => boolean,
  ][] = [
    ['prompt', 'prompt', symbols.prompts.values(), (name) => uses.has(name)],
    ['schema', 'schema', symbols.schemas.values(), (name) => schemas.has(name)],
    ['mcp_server', 'mcp server', symbols.servers.values(), (name) => servers.has(name)],
    ['cursor', 'cursor', symbols.cursors.values(), (name) => cursors.has(name)],
  ];
  for (const [space, kind, symbolsOfSpace, isUsed] of declared) {
    for (const { name, nameToken, at } of symbolsOfSpace) {
      if (isUsed(name) || again.has(`${space} ${name}`)) continue;
      report(
        model,
        kind,
        name,
        absolute(at, nameToken),
        operation(`Remove the ${kind} \`${name}\``, { op: 'removeDeclaration', space, name }),
      );
    }
  }
  for (const { name, entry, at } of symbols.variables.values()) {
    if (named.vars.has(name)) continue;
    const remove = operation(`Remove \`${name}\``, ...removeVariable(model, name));
    report(model, 'variable', name, absolute(at, entry.key), remove);
  }
  for (const { name, entry, at, scope } of symbols.attachments.values()) {
    if (named.attachments.has(name)) continue;
    const block = { block: 'attachments', in: scope } as const;
    const given = attachmentsNamed(model, name);
    const remove = operation(`Remove \`${name}\``, { op: 'removeMember', block, key: name });
    if (given === 1) report(model, 'attachment', name, absolute(at, entry.key), remove); // else C050 speaks of it
  }
}

function attachmentsNamed(model: Model, name: string): number {
  const owners = [
    declarationsOf(model.context.document.file, 'attachments')[0]?.node,
    model.symbols.workflow?.props.get('attachments')?.node,
  ];
  let count = 0;
  for (const owner of owners) {
    for (const entry of owner === undefined ? [] : entriesOf(owner)) if (entry.key.value === name) count++;
  }
  return count;
}

/** A variable with all its declarations and the values that presets give it. */
function removeVariable(model: Model, name: string): EditOperation[] {
  const { document } = model.context;
  const operations: EditOperation[] = [];
  const timesIn = (owner: Parameters<typeof entriesOf>[0] | undefined): number =>
    owner === undefined ? 0 : entriesOf(owner).filter((entry) => entry.key.value === name).length;
  const remove = (times: number, block: MemberBlock): void => {
    for (let n = 0; n < times; n++) operations.push({ op: 'removeMember', block, key: name });
  };
  for (const [preset, { entry }] of model.symbols.presets) remove(timesIn(entry), { block: 'preset', preset });
  remove(timesIn(declarationsOf(document.file, 'vars')[0]?.node), { block: 'vars', in: 'file' });
  remove(timesIn(model.symbols.workflow?.props.get('vars')?.node), { block: 'vars', in: 'workflow' });
  return operations;
}

function report(model: Model, kind: string, name: string, span: Span, remove: Fix): void {
  model.context.problems.report('C124', span, { with: { kind, name }, fixes: [remove] });
}

interface Names {
  readonly vars: Set<string>;
  readonly attachments: Set<string>;
}

/** Names of variables and attachments in all templates and expressions. */
function namesInTexts(model: Model): Names {
  const names: Names = { vars: new Set(), attachments: new Set() };
  const take = ({ vars, attachments, allVars, allAttachments }: TextMentions): void => {
    for (const name of vars) names.vars.add(name);
    for (const name of attachments) names.attachments.add(name);
    if (allVars) for (const name of model.symbols.variables.keys()) names.vars.add(name);
    if (allAttachments) for (const name of model.symbols.attachments.keys()) names.attachments.add(name);
  };
  const rest = new TextMentions();
  for (const { decl } of model.symbols.prompts.values())
    if (decl.body?.token !== undefined) rest.template(templateOf(decl.body.token));
  for (const { facts } of model.nodes) take(facts.mentions.texts);
  for (const edge of model.edges) {
    if (edge.condition.kind === 'expr') rest.expression(edge.condition.token);
    if (edge.loop?.bound !== undefined) rest.template(templateOf(edge.loop.bound));
    for (const entry of edge.entries ?? []) {
      for (const token of entry.value === undefined ? [] : stringLeaves(entry.value)) rest.template(templateOf(token));
    }
  }
  take(rest);
  return names;
}
