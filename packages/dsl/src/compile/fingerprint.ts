// The fingerprint of each node (R-CORE-15) as a member that is computed when it is read, once: it costs more than all the rest of
// the graph and an editor does not ask for it. All nodes share one getter, for a getter of its own would make of every node an object
// that engines treat as a dictionary; the graph a node belongs to is a private member of the node.
import type { CompiledGraph, Node } from '../graph.ts';
import { fingerprints } from './hash.ts';

/** What the fingerprints of one graph are computed from. */
class Program {
  private readonly graph: CompiledGraph;
  private readonly known = new Map<Node, string>();
  private compute: ((node: Node) => string) | undefined;

  constructor(graph: CompiledGraph) {
    this.graph = graph;
  }

  fingerprint(node: Node): string {
    let found = this.known.get(node);
    if (found === undefined) {
      found = (this.compute ??= fingerprints(this.graph))(node);
      this.known.set(node, found);
    }
    return found;
  }
}

// oxlint-disable-next-line typescript/no-extraneous-class -- only a constructor can hand an object to a derived class
class Plain {
  constructor(node: object) {
    // oxlint-disable-next-line no-constructor-return -- a private member goes to the object that the constructor of the base returns
    return node;
  }
}

class Owned extends Plain {
  readonly #program: Program;

  constructor(node: Node, program: Program) {
    super(node);
    this.#program = program;
  }

  static fingerprint(node: Node): string {
    return #program in node ? node.#program.fingerprint(node) : '';
  }
}

const FINGERPRINT: PropertyDescriptor = {
  enumerable: true,
  configurable: true,
  get(this: Node) {
    return Owned.fingerprint(this);
  },
};

/** Gives the nodes of a graph, which have none yet, their fingerprints. */
export function addFingerprints(nodes: readonly Node[], graph: CompiledGraph): void {
  const program = new Program(graph);
  for (const node of nodes) {
    // oxlint-disable-next-line no-new -- gives the node its private member
    new Owned(node, program);
    Object.defineProperty(node, 'fingerprint', FINGERPRINT);
  }
}
