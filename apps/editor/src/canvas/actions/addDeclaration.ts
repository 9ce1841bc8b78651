// Adding what is no node: schema, prompt, variable, MCP server; selected afterwards, so that the inspector shows it.
import type { EditOperation } from '@iterion/dsl';
import { setPreferences } from '../../app/preferences.ts';
import type { FileId, ItemId } from '../../document/model.ts';
import { applyOperation, getDocument } from '../../document/store.ts';
import { numbered } from './names.ts';
import { carried } from './report.ts';

export type AddedDeclaration = 'schema' | 'prompt' | 'var' | 'mcp_server';

export function addDeclaration(fileId: FileId, kind: AddedDeclaration): string | null {
  const document = getDocument(fileId);
  if (!document) return null;
  const taken = new Set(
    document.projection.declarations.filter((view) => view.space === kind).map((view) => view.name),
  );
  const name = numbered(kind === 'mcp_server' ? 'server' : kind, taken);
  const result = applyOperation(
    fileId,
    operationFor(kind, name),
    `Add ${kind === 'var' ? 'variable' : kind.replace('_', ' ')} ${name}`,
    {
      select: [`${kind}:${name}` as ItemId],
    },
  );
  if (!carried(result)) return null;
  setPreferences({ inspector: true });
  return name;
}

function operationFor(kind: AddedDeclaration, name: string): EditOperation {
  switch (kind) {
    case 'var':
      return { op: 'setMember', block: { block: 'vars' }, key: name, parts: { type: 'string' } };
    case 'schema':
      return {
        op: 'batch',
        operations: [
          { op: 'addDeclaration', kind: 'schema', name },
          { op: 'setMember', block: { block: 'fields', schema: name }, key: 'result', parts: { type: 'string' } },
        ],
      };
    case 'prompt':
      return { op: 'addDeclaration', kind: 'prompt', name, body: 'Say what to do.' };
    case 'mcp_server':
      return { op: 'addDeclaration', kind: 'mcp_server', name, props: { transport: 'stdio', command: 'server' } };
    default:
      return kind satisfies never;
  }
}
