// The comment lines above a block as its description (E-INSP-23, L-CST-04): where they are read and what operation writes them. Pure.
import { descriptionOf } from '@iterion/dsl';
import type { DeclarationRef } from '@iterion/dsl';
import type { SyntaxDocument } from '../document/language.ts';
import type { ItemView } from '../document/projection.ts';

type Target = DeclarationRef | { readonly edge: string };

/** What the operation addresses; undefined for what has no comment of its own. */
export function describable(view: ItemView): Target | undefined {
  if (view.type === 'edge') return view.stale ? undefined : { edge: view.name };
  if (view.type === 'node')
    return view.data === null || view.kind === 'done' || view.kind === 'fail' || view.stale
      ? undefined
      : { space: 'node', name: view.name };
  switch (view.space) {
    case 'schema':
    case 'prompt':
    case 'mcp_server':
    case 'cursor':
    case 'workflow':
      return { space: view.space, name: view.name };
    case 'var':
    case 'preset':
    case 'attachment':
    case 'group':
    case 'unknown':
      return undefined;
    default:
      return view satisfies never;
  }
}

/** The description of the statement that begins at an offset, without the signs of comments. */
export function descriptionAt(document: SyntaxDocument, offset: number): string {
  const statements = [
    ...document.file.statements,
    ...document.file.workflows.flatMap((workflow) => workflow.statements),
  ];
  const found = statements.find(({ node, at }) => at + node.start === offset);
  return (found && descriptionOf(found.node)) ?? '';
}
