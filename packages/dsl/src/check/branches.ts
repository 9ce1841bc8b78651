// Parallel branches: C028, C108, C109, C110, C116, C117, C118, C123 (L-SEM-21…23, L-SEM-35).
import { absolute } from '../compile/context.ts';
import type { FlowBranch, FlowFanOut } from '../compile/convergence.ts';
import { effectiveBackend } from '../compile/effective.ts';
import type { EdgeSymbol } from '../compile/edges.ts';
import type { Model } from '../compile/model.ts';
import type { NodeSymbol } from '../compile/symbols.ts';
import { isWriter } from '../compile/tools.ts';
import type { Span } from '../tree.ts';
import { operation, preferred, setProperty, unsetProperty } from './fixes.ts';
import { renameFix } from './names.ts';

export function checkBranches(model: Model): void {
  const convergences = new Set<number>();
  for (const fanOut of model.fanOuts) {
    if (fanOut.convergence === undefined) {
      apart(model, fanOut);
      continue;
    }
    convergences.add(fanOut.convergence);
    around(model, fanOut, fanOut.convergence);
    leaving(model, fanOut);
    shared(model, fanOut);
    keys(model, fanOut, fanOut.convergence);
    artifacts(model, fanOut);
    writers(model, fanOut);
  }
  if (model.flow.entry === undefined) return;
  for (const node of model.nodes) idle(model, node, convergences);
}

function nameSpan(node: NodeSymbol): Span {
  return absolute(node.at, node.nameToken);
}

/** C109: related to one edge per group of branches that meet. */
function apart(model: Model, fanOut: FlowFanOut): void {
  const router = model.nodes[fanOut.router];
  if (router === undefined) return;
  const edges = model.edgesFrom.get(router.name) ?? [];
  const related = fanOut.groups.flatMap((heads) => {
    const names = new Set(heads.map((head) => model.name(head)));
    const edge = edges.find((each) => names.has(each.to));
    return edge === undefined ? [] : [{ span: edge.span, message: `Branches over ${[...names].join(', ')}.` }];
  });
  model.context.problems.report('C109', nameSpan(router), {
    with: { name: router.name },
    nodeId: router.name,
    related,
  });
}

/** C123. */
function around(model: Model, fanOut: FlowFanOut, convergence: number): void {
  const target = model.nodes[convergence];
  for (const number of fanOut.around) {
    const edge = model.flowEdges[number];
    if (edge === undefined || target === undefined) continue;
    model.context.problems.report('C123', edge.span, {
      with: { name: model.name(fanOut.router), convergence: target.name },
      edgeId: edge.id,
      related: [{ span: nameSpan(target), message: 'The convergence.' }],
      fixes: [operation(`Lead it to \`${target.name}\``, { op: 'retargetEdge', edge: edge.id, to: target.name })],
    });
  }
}

/** C116: a back edge from a node of a branch to a node outside it. */
function leaving(model: Model, fanOut: FlowFanOut): void {
  const router = model.nodes[fanOut.router];
  if (router === undefined) return;
  const reported = new Set<EdgeSymbol>();
  for (const { nodes } of fanOut.branches) {
    const inside = new Set(nodes);
    for (const node of nodes) {
      for (const e of model.flow.out[node] ?? []) {
        const edge = model.flowEdges[e];
        if (
          edge === undefined ||
          model.flow.back[e] !== true ||
          inside.has(model.number(edge.to)) ||
          reported.has(edge)
        )
          continue;
        reported.add(edge);
        model.context.problems.report('C116', edge.span, {
          with: { name: router.name },
          edgeId: edge.id,
          related: [{ span: nameSpan(router), message: 'The fan-out.' }],
        });
      }
    }
  }
}

/** C117. */
function shared(model: Model, fanOut: FlowFanOut): void {
  const router = model.nodes[fanOut.router];
  const seen = new Set<number>();
  const reported = new Set<number>();
  for (const { nodes } of fanOut.branches) {
    for (const number of nodes) {
      const node = model.nodes[number];
      if (!seen.has(number)) {
        seen.add(number);
        continue;
      }
      if (node === undefined || router === undefined || reported.has(number)) continue;
      reported.add(number);
      model.context.problems.report('C117', nameSpan(node), {
        with: { name: node.name, router: router.name },
        nodeId: node.name,
        related: [{ span: nameSpan(router), message: 'The fan-out.' }],
      });
    }
  }
}

/** C028: edges into the convergence that bring one key from two branches. */
function keys(model: Model, fanOut: FlowFanOut, convergence: number): void {
  const brought = new Map<string, { readonly edge: EdgeSymbol; readonly branch: FlowBranch; readonly span: Span }>();
  const arriving = (model.flow.into[convergence] ?? []).flatMap((e) => {
    const edge = model.flowEdges[e];
    if (edge?.entries === undefined || edge.entries.length === 0) return [];
    const from = model.flow.edges[e]?.from;
    const branch = fanOut.branches.find((each) => from !== undefined && each.nodes.includes(from));
    return branch === undefined ? [] : [{ edge, branch }];
  });
  for (const { edge, branch } of arriving) {
    for (const entry of edge.entries ?? []) {
      const key = entry.key.value;
      const span = absolute(edge.at, entry.key);
      const first = brought.get(key);
      if (first === undefined) brought.set(key, { edge, branch, span });
      else if (first.branch !== branch) {
        const taken = (name: string): boolean => brought.has(name);
        model.context.problems.report('C028', absolute(edge.at, entry), {
          with: { key, other: first.edge.from },
          edgeId: edge.id,
          related: [{ span: first.span, message: 'The other one.' }],
          fixes: [renameFix(key, span, taken)],
        });
      }
    }
  }
}

/** Pairs of nodes in different branches, each later node once, with the first partner that comes before it. */
function inOtherBranch(fanOut: FlowFanOut, chosen: ReadonlySet<number>): [number, number][] {
  const branchesOf = new Map<number, number[]>();
  fanOut.branches.forEach((branch, b) => {
    for (const node of branch.nodes) {
      if (!chosen.has(node)) continue;
      const known = branchesOf.get(node);
      if (known === undefined) branchesOf.set(node, [b]);
      else known.push(b);
    }
  });
  const nodes = [...branchesOf.keys()].sort((a, b) => a - b);
  const pairs: [number, number][] = [];
  nodes.forEach((later, i) => {
    const own = branchesOf.get(later) ?? [];
    const other = nodes.slice(0, i).find((first) => {
      const theirs = branchesOf.get(first) ?? [];
      return own.some((b) => theirs.some((each) => each !== b));
    });
    if (other !== undefined) pairs.push([later, other]);
  });
  return pairs;
}

/** C108. */
function artifacts(model: Model, fanOut: FlowFanOut): void {
  for (const [name, publishers] of model.artifacts) {
    if (publishers.length < 2) continue;
    for (const [later, first] of inOtherBranch(fanOut, new Set(publishers.map((node) => node.index)))) {
      const node = model.nodes[later];
      const other = model.nodes[first];
      const value = node?.props.text('publish');
      const firstValue = other?.props.text('publish');
      if (node === undefined || other === undefined || value === undefined || firstValue === undefined) continue;
      model.context.problems.report('C108', value, {
        with: { name, other: other.name },
        nodeId: node.name,
        path: `${node.kind} ${node.name}.publish`,
        related: [{ span: firstValue, message: 'The other one.' }],
        fixes: [renameFix(name, value, (free) => model.artifacts.has(free))],
      });
    }
  }
}

/** C110. */
function writers(model: Model, fanOut: FlowFanOut): void {
  const writing = new Set<number>();
  for (const { nodes } of fanOut.branches) {
    for (const number of nodes) {
      const node = model.nodes[number];
      if (node !== undefined && isWriter(node, effectiveBackend(model, node))) writing.add(number);
    }
  }
  for (const [later, first] of inOtherBranch(fanOut, writing)) {
    const node = model.nodes[later];
    const other = model.nodes[first];
    if (node === undefined || other === undefined) continue;
    const readonly = node.kind === 'agent' || node.kind === 'judge';
    model.context.problems.report('C110', nameSpan(node), {
      with: { name: node.name, other: other.name },
      nodeId: node.name,
      related: [{ span: nameSpan(other), message: 'The other writer.' }],
      fixes: [readonly ? setProperty('Add `readonly: true`', 'node', node.name, ['readonly'], true) : undefined],
    });
  }
}

/** C118: a join or `await` where nothing converges. */
function idle(model: Model, node: NodeSymbol, convergences: ReadonlySet<number>): void {
  if (model.flow.reachable[node.index] !== true || !model.isExplicit(node) || convergences.has(node.index)) return;
  if (model.fanOuts.some((fanOut) => fanOut.convergence === undefined)) return;
  // At the name, also where `await` is what makes it explicit: §12 (L-EX-46) decides over the table of §7.5.
  model.context.problems.report('C118', nameSpan(node), {
    with: { name: node.name },
    nodeId: node.name,
    fixes: [node.kind === 'join' ? undefined : preferred(unsetProperty('node', node.name, ['await']))],
  });
}
