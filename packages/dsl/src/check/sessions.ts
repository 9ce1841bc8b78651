// Conversations: C009 where several meet, C119 where none arrives (L-SEM-30…32).
import { absolute } from '../compile/context.ts';
import type { EdgeSymbol } from '../compile/edges.ts';
import type { Model } from '../compile/model.ts';
import type { NodeSymbol } from '../compile/symbols.ts';
import { operation, preferred, setProperty } from './fixes.ts';

const CONTINUING: ReadonlySet<string> = new Set(['inherit', 'fork', 'inherit_if_available']);

export function checkSessions(model: Model): void {
  if (model.flow.entry === undefined) return;
  const convergences = new Set(model.fanOuts.map((fanOut) => fanOut.convergence));
  for (const node of model.nodes) {
    if (node.kind !== 'agent' && node.kind !== 'judge') continue;
    const session = node.props.word('session');
    const property = node.props.get('session');
    if (session === undefined || property === undefined || !CONTINUING.has(session) || node.props.unknown('session'))
      continue;
    const entering = model.edgesTo.get(node.name) ?? [];
    if (entering.some(mapsSession)) continue;
    const span = absolute(property.at, property.node.value ?? property.node.name);
    const details = { with: { name: node.name }, nodeId: node.name, path: `${node.kind} ${node.name}.session` };
    const fresh = preferred(setProperty('Set `session: fresh`', 'node', node.name, ['session'], 'fresh'));
    const explicit = node.props.get('await') !== undefined || entering.some((edge) => edge.source?.kind === 'join');
    if (explicit || convergences.has(node.index)) {
      const from = entering.find((edge) => edge.source?.kind === 'agent' || edge.source?.kind === 'judge');
      model.context.problems.report('C009', span, {
        ...details,
        ...(explicit ? {} : { severity: 'warning' }),
        fixes: [fresh, from === undefined ? undefined : mapSession(from)],
      });
    } else if (
      session !== 'inherit_if_available' &&
      model.flow.reachable[node.index] === true &&
      !hasConversation(model, node, convergences)
    ) {
      model.context.problems.report('C119', span, { ...details, fixes: [fresh] });
    }
  }
}

function mapsSession(edge: EdgeSymbol): boolean {
  return edge.node.with?.broken === true || (edge.entries ?? []).some((entry) => entry.key.value === '_session_id');
}

function mapSession(edge: EdgeSymbol) {
  const value = { template: `{{outputs.${edge.from}._session_id}}` };
  return operation(`Continue the conversation of \`${edge.from}\``, {
    op: 'setWith',
    edge: edge.id,
    key: '_session_id',
    value,
  });
}

/**
 * Whether an agent or judge lies behind some incoming edge, directly or through nodes that hand a conversation on; a convergence of
 * several branches does not.
 */
function hasConversation(model: Model, node: NodeSymbol, convergences: ReadonlySet<number | undefined>): boolean {
  const seen = new Set<number>();
  const queue = [node.index];
  for (let number = queue.pop(); number !== undefined; number = queue.pop()) {
    for (const e of model.flow.into[number] ?? []) {
      const from = model.flow.edges[e]?.from;
      const source = from === undefined ? undefined : model.nodes[from];
      if (from === undefined || source === undefined || seen.has(from)) continue;
      if (source.kind === 'agent' || source.kind === 'judge') return true;
      seen.add(from);
      if (!convergences.has(from)) queue.push(from);
    }
  }
  return false;
}
