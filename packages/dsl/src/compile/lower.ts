// The parts of the graph that engines and canvases read (Appendix A), from the facts of one file. Made together, because they learn from
// each other: nodes where they stand in fan-outs, the environment who uses it.
import type { CompiledGraph, Node, NodeId, Range } from '../graph.ts';
import { attachments, cursors, mcpServers, presets, promptUses, prompts, schemas, variables } from './declarations.ts';
import { edges, fanOuts, loops } from './flowParts.ts';
import type { Model } from './model.ts';
import { lowerNode, terminalNode } from './nodes.ts';
import { Values } from './values.ts';
import { workflow } from './workflow.ts';

export type Body = Omit<CompiledGraph, 'irVersion' | 'valid' | 'hash' | 'source' | 'meta' | 'diagnostics'>;

export function lower(model: Model): Body {
  const { context } = model;
  const environment = new Environment();
  const values = new Values(model, environment.use);
  const nodes: Node[] = model.nodes.map((symbol) => lowerNode(model, symbol, values));
  nodes.push(terminalNode(model, 'done'), terminalNode(model, 'fail'));
  const graphEdges = edges(model, values);
  const header = workflow(model, values);
  const body: Body = {
    groups: context.document.file.groups.map(({ node, at }) => ({
      name: node.name,
      nodes: node.members.map((member) => member.name),
      range: context.range(at, node.comment),
    })),
    ...(header === undefined ? {} : { workflow: header }),
    nodes,
    edges: graphEdges,
    loops: loops(model, values),
    fanOuts: fanOuts(model, nodes, graphEdges),
    schemas: schemas(model),
    prompts: prompts(model, promptUses(model), values),
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
  };
  body.env = environment.variables();
  return body;
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
