// Whose properties a check looks at, and how its findings name them.
import type { Properties } from '../compile/properties.ts';
import type { Space } from '../edit/operations.ts';
import type { Span } from '../tree.ts';
import type { Details } from './problems.ts';

/** Whose properties are checked: a node or the workflow. */
export interface Owner {
  readonly space: Space;
  readonly kind: string;
  readonly name: string;
  readonly nameSpan: Span;
  readonly props: Properties;
}

/** Where a finding belongs: node and property. */
export function about(owner: Owner, ...path: readonly string[]): Details {
  const details = { path: `${owner.kind} ${[owner.name, ...path].join('.')}` };
  return owner.space === 'node' ? { ...details, nodeId: owner.name } : details;
}
