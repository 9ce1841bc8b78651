// Removing a declaration that others may mention (E-INSP-11), wherever it was asked for: in its form, the outline, by key.
import type { EditOperation } from '@iterion/dsl';
import type { FileId, ItemId } from '../../document/model.ts';
import type { DeclarationView } from '../../document/projection.ts';
import { getDocument } from '../../document/store.ts';
import { type Removal, removeUsed } from './removeUsed.ts';

export async function removeDeclaration(fileId: FileId, item: ItemId): Promise<void> {
  const view = getDocument(fileId)?.projection.items.get(item);
  const removal = view?.type === 'declaration' ? removalOf(view) : undefined;
  if (removal) await removeUsed(fileId, { ...removal, select: [] });
}

function removalOf(view: DeclarationView): Removal | undefined {
  const { name, space } = view;
  const declaration = (kind: 'schema' | 'prompt' | 'mcp_server' | 'cursor'): Removal => ({
    what: `${kind === 'mcp_server' ? 'MCP server' : kind} ${name}`,
    used: { space: kind, name },
    operation: { op: 'removeDeclaration', space: kind, name },
  });
  const member = (used: 'variable' | 'attachment', operation: EditOperation): Removal => ({
    what: `${used} ${name}`,
    used: { space: used, name },
    operation,
  });
  switch (space) {
    case 'schema':
    case 'prompt':
    case 'mcp_server':
    case 'cursor':
      return declaration(space);
    case 'var':
      return member('variable', {
        op: 'removeMember',
        block: { block: 'vars', in: view.data.scope },
        key: name,
      });
    case 'attachment':
      return member('attachment', { op: 'removeMember', block: { block: 'attachments' }, key: name });
    case 'workflow':
    case 'preset':
    case 'group':
    case 'unknown':
      return undefined;
    default:
      return space satisfies never;
  }
}
