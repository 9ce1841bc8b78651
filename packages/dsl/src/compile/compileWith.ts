// From a parsed document to the compiled graph (Appendix A): facts and lowering; the checks come from the caller, so that an editor can
// show a graph before it has loaded them. Pure and total: every text gives a graph (L-IR-02), nothing is read but the text and the
// options (L-SEM-43).
import type { Document } from '../document.ts';
import type { CompiledGraph, Diagnostic, Node, NodeId, Range } from '../graph.ts';
import { sha256 } from '../sha256.ts';
import { Context, type CompileOptions } from './context.ts';
import { attachments, cursors, mcpServers, presets, promptUses, prompts, schemas, variables } from './declarations.ts';
import { edges, fanOuts, loops } from './flowParts.ts';
import { addFingerprints } from './fingerprint.ts';
import { graphHash } from './hash.ts';
import { Model } from './model.ts';
import { lowerNode, terminalNode } from './nodes.ts';
import { Values } from './values.ts';
import { withoutRanges } from './withoutRanges.ts';
import { workflow } from './workflow.ts';

/** The findings of parser, compiler and checks, in the order of L-DIAG-03. */
export type Check = (model: Model, uses: ReturnType<typeof promptUses>) => Diagnostic[];

/** Compiles a document. Never throws; `graph.diagnostics` holds what `check` finds. */
export function compileWith(document: Document, options: CompileOptions, check: Check): CompiledGraph {
  const context = new Context(document, options);
  const model = new Model(context);
  const environment = new Environment();
  const values = new Values(model, environment.use);
  const uses = promptUses(model);

  const nodes: Node[] = model.nodes.map((symbol) => lowerNode(model, symbol, values));
  nodes.push(terminalNode(model, 'done'), terminalNode(model, 'fail'));
  const graphEdges = edges(model, values);
  const { file } = document;
  const source: CompiledGraph['source'] = { sha256: '', strictEscape: document.strictEscape };
  if (options.uri !== undefined) source.uri = options.uri;
  const graph: CompiledGraph = {
    irVersion: 1,
    valid: false,
    hash: '',
    source,
    groups: file.groups.map(({ node, at }) => ({
      name: node.name,
      nodes: node.members.map((member) => member.name),
      range: context.range(at, node.comment),
    })),
    nodes,
    edges: graphEdges,
    loops: loops(model, values),
    fanOuts: fanOuts(model, nodes, graphEdges),
    schemas: schemas(model),
    prompts: prompts(model, uses, values),
    vars: variables(model, values),
    presets: presets(model),
    attachments: attachments(model),
    artifacts: [...model.artifacts].map(([name, publishers]) => ({
      name,
      publishers: publishers.map((node) => node.name),
    })),
    mcpServers: mcpServers(model, values),
    cursors: cursors(model),
    env: [],
    diagnostics: [],
  };
  if (file.frontMatter !== undefined) {
    const { name, description, triggers, capabilities } = file.frontMatter;
    graph.meta = {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      triggers: [...triggers],
      capabilities: [...capabilities],
    };
  }
  const header = workflow(model, values);
  if (header !== undefined) graph.workflow = header;
  graph.env = environment.variables();
  graph.diagnostics = check(model, uses);
  graph.valid = !graph.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  addHashes(graph, document.text);
  return options.ranges === false ? withoutRanges(graph) : graph;
}

/** The environment variables that texts of the file name, in the order of their first place in the file. */
class Environment {
  private readonly byName = new Map<string, { hasDefault: boolean; readonly users: Set<NodeId>; range: Range }>();

  readonly use = (users: readonly NodeId[], name: string, optional: boolean, range: Range): void => {
    let found = this.byName.get(name);
    if (found === undefined) {
      found = { hasDefault: true, users: new Set(), range };
      this.byName.set(name, found);
    }
    if (range.start.offset < found.range.start.offset) found.range = range;
    if (!optional) found.hasDefault = false;
    for (const user of users) found.users.add(user);
  };

  /** `hasDefault` also where every use can do without a value, as in commands (L-ENV-03). */
  variables(): CompiledGraph['env'] {
    const found = Array.from(this.byName, ([name, { hasDefault, users, range }]) => {
      return { name, hasDefault, users: [...users], range };
    });
    return found.sort((a, b) => a.range.start.offset - b.range.start.offset);
  }
}

/** Hashes cost more than all the rest and an editor does not ask for them: each is computed when it is read, once. */
function addHashes(graph: CompiledGraph, text: string): void {
  lazy(graph.source, 'sha256', () => sha256(text));
  lazy(graph, 'hash', () => graphHash(graph));
  addFingerprints(graph);
}

function lazy<K extends string>(target: { [key in K]: string }, key: K, compute: () => string): void {
  let value: string | undefined;
  Object.defineProperty(target, key, { enumerable: true, configurable: true, get: () => (value ??= compute()) });
}
