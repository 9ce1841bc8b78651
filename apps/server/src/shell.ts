// The static shell of the editor (S-API-20): one page without data, hashed assets, history fallback for the editor's own routes. GET and HEAD only.
// Somebody who follows a wrong address gets the same page with 404: it says that there is nothing here, and where to go instead.
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { notFound } from './failure.ts';

/** The screens of E-SHELL-03; the page finds out the rest. */
const SCREENS = /^\/(?:$|edit(?:\/|$)|runs(?:\/|$)|compare$|inbox$|settings(?:\/|$))/;

export async function mountShell(app: FastifyInstance, staticDir: string): Promise<void> {
  if (!existsSync(join(staticDir, 'index.html'))) {
    throw new Error('The editor is not built: its folder has no index.html. Run pnpm build first.');
  }
  await app.register(fastifyStatic, {
    root: staticDir,
    prefix: '/',
    wildcard: false,
    serve: false,
    index: false,
    dotfiles: 'ignore',
    cacheControl: false,
    preCompressed: true,
    // Here and not at the reply, so that a 404 is never remembered.
    setHeaders: (reply, path) => {
      const hashed = path.startsWith(join(staticDir, 'assets') + sep);
      void reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });

  app.route({
    method: ['GET', 'HEAD'],
    url: '/*',
    handler: (request, reply) => {
      const path = decodeURIComponent(request.url.split('?', 1)[0] ?? '/');
      if (path.startsWith('/api/') || path === '/api' || path.split(/[/\\]/).includes('..'))
        return reply.callNotFound();
      if (SCREENS.test(path)) {
        if (!(request.headers.accept ?? '').includes('text/html')) throw notFound('What this address names');
        return reply.sendFile('index.html');
      }
      if (isUnknownPage(staticDir, path, request.headers.accept)) return reply.code(404).sendFile('index.html');
      return reply.sendFile(path.slice(1));
    },
  });
}

/** A navigation, not a request for an asset, to what does not exist. */
function isUnknownPage(staticDir: string, path: string, accept = ''): boolean {
  return accept.includes('text/html') && !path.startsWith('/assets/') && !existsSync(join(staticDir, path));
}
