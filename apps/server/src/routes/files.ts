// Handlers of the files, folders and layout family.
import type { WorkspaceFiles } from '../files/workspace.ts';
import { listTree } from '../files/tree.ts';
import { given, type Handlers } from './handler.ts';

type FileHandlers = Pick<
  Handlers,
  | 'tree.list'
  | 'file.read'
  | 'file.write'
  | 'file.delete'
  | 'file.restore'
  | 'file.move'
  | 'folder.create'
  | 'folder.delete'
  | 'layout.read'
  | 'layout.write'
>;

export function fileHandlers(files: WorkspaceFiles): FileHandlers {
  return {
    'tree.list': async ({ query }) => ({
      status: 200,
      body: await listTree(files.root, {
        dir: query.dir,
        depth: query.depth,
        all: query.all ?? false,
        cursor: query.cursor,
      }),
    }),
    'file.read': async ({ query }) => {
      const body = await files.read(query.path);
      return { status: 200, body, headers: etag(body.hash) };
    },
    'file.write': async ({ query, body, base, client }) => {
      const written = await files.write(query.path, body.text, given(base), client);
      return {
        status: written.created ? 201 : 200,
        body: { hash: written.hash, size: written.size, mtime: written.mtime.toISOString() },
        headers: etag(written.hash),
      };
    },
    'file.delete': async ({ query, base, client }) => ({
      status: 200,
      body: await files.delete(query.path, given(base), client),
    }),
    'file.restore': async ({ body, client }) => ({ status: 201, body: await files.restore(body.restoreId, client) }),
    'file.move': async ({ body, base, client }) => ({
      status: 200,
      body: await files.move(body.from, body.to, given(base), body.replace, client),
    }),
    'folder.create': async ({ body }) => {
      await files.createFolder(body.path);
      return { status: 201, body: { path: body.path } };
    },
    'folder.delete': async ({ query }) => {
      await files.deleteFolder(query.path);
      return { status: 204, body: undefined };
    },
    'layout.read': async ({ query }) => ({ status: 200, body: await files.readLayout(query.path) }),
    'layout.write': async ({ query, body, base, client }) => ({
      status: 200,
      body: { hash: await files.writeLayout(query.path, body.text, given(base), client) },
    }),
  };
}

function etag(hash: string): Readonly<Record<string, string>> {
  return { etag: `"${hash}"` };
}
