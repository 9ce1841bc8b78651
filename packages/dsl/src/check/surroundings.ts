// What the checks of a single node read beside the node: options, items of the workflow, and what is declared. A declaration in
// which these checks found nothing stays sound as long as the surroundings are the same, wherever it moves; so a keystroke checks
// the one node it changed.
// Invariants: (1) checks run through `Unsettled.each` read nothing but the node's own statement and what is listed here; (2) a node
// whose texts read the graph or that requires other nodes is checked every time; (3) a node with a finding is checked every time.
import type { Model } from '../compile/model.ts';
import type { NodeSymbol } from '../compile/symbols.ts';

/** Compared one by one: statements and words. */
function surroundingsOf(model: Model): readonly unknown[] {
  const { options } = model.context;
  const { workflow, schemas, prompts, servers, cursors, variables, attachments } = model.symbols;
  const found: unknown[] = [
    options.strict,
    options.defaults === undefined,
    options.defaults?.model,
    options.defaults?.backend,
    workflow === undefined,
  ];
  const { nodes = [], shadowed = [] } = workflow?.props.index ?? {};
  found.push('items', ...nodes, ...shadowed, 'schemas');
  for (const { decl } of schemas.values()) found.push(decl);
  found.push('prompts');
  for (const name of prompts.keys()) found.push(name);
  found.push('servers');
  for (const { decl } of servers.values()) found.push(decl);
  found.push('cursors');
  for (const { decl } of cursors.values()) found.push(decl);
  found.push('variables');
  for (const { entry } of variables.values()) found.push(entry);
  found.push('attachments');
  for (const { entry } of attachments.values()) found.push(entry);
  return found;
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The nodes that are to be checked by themselves. */
export class Unsettled {
  private readonly model: Model;
  private readonly nodes: NodeSymbol[] = [];
  private readonly unsound = new Set<NodeSymbol>();
  private surroundings: readonly unknown[];

  constructor(model: Model) {
    this.model = model;
    this.surroundings = surroundingsOf(model);
    let other: readonly unknown[] | undefined;
    for (const node of model.nodes) {
      const { soundIn } = node.facts;
      if (soundIn !== undefined && soundIn !== this.surroundings && soundIn !== other) {
        // One list stands for all equal ones, so that most nodes are settled by a look.
        if (same(soundIn, this.surroundings)) this.surroundings = soundIn;
        else other = soundIn;
      }
      if (soundIn === undefined || soundIn !== this.surroundings) this.nodes.push(node);
    }
  }

  /** Checks each node, and notes in which ones something was found. */
  each(check: (node: NodeSymbol) => void): void {
    const { problems } = this.model.context;
    for (const node of this.nodes) {
      const before = problems.count;
      check(node);
      if (problems.count > before) this.unsound.add(node);
    }
  }

  /** After all checks: remembers the nodes in which nothing was found. */
  settle(): void {
    for (const node of this.nodes) {
      const depends = node.facts.mentions.texts.readsGraph || node.props.has('require');
      node.facts.soundIn = depends || this.unsound.has(node) ? undefined : this.surroundings;
    }
  }
}
