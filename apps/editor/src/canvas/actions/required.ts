// What a node of a kind must say, as placeholders that people fill in next (E-CANVAS-18): of a new node, and of one that becomes that kind.
import type { EditOperation, NodeKind, RouterNode } from '@iterion/dsl';

export function requiredProperties(
  kind: NodeKind,
  mode: RouterNode['mode'] = 'fan_out_all',
): { readonly [property: string]: string } {
  if (kind === 'router') return { mode };
  return kind === 'tool' ? { command: 'true' } : {};
}
export function requiredMembers(kind: NodeKind, node: string): EditOperation[] {
  if (kind !== 'compute') return [];
  return [{ op: 'setMember', block: { block: 'expr', node }, key: 'result', parts: { value: 'true' } }];
}
