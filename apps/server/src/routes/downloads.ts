// Handlers of downloads. Attack class 17: whatever is served comes as an attachment that no browser renders, sniffs or runs.
import { randomBytes } from 'node:crypto';
import { LIMITS, TIMES, type DownloadRequest } from '@iterion/protocol';
import { notFound } from '../failure.ts';
import type { WorkspaceFiles } from '../files/workspace.ts';
import { findArtifact } from '../runs/reading.ts';
import { reportText } from '../runs/report.ts';
import type { RunHub } from '../runs/hub.ts';
import type { Handlers } from './handler.ts';

interface Attachment {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}
interface Ticket {
  readonly until: number;
  readonly make: () => Promise<Attachment>;
}

export function downloadHandlers(
  files: WorkspaceFiles,
  hub: RunHub,
  now: () => number = Date.now,
): Pick<Handlers, 'downloads.create' | 'downloads.fetch'> {
  const tickets = new Map<string, Ticket>();
  return {
    'downloads.create': async ({ body }) => {
      for (const [id, { until }] of tickets) if (until <= now() || tickets.size > LIMITS.listMax) tickets.delete(id);
      const make = await prepare(files, hub, body);
      const id = randomBytes(24).toString('base64url');
      tickets.set(id, { until: now() + TIMES.downloadMs, make });
      return { status: 201, body: { url: `/api/download/${id}` } };
    },
    'downloads.fetch': async ({ params }) => {
      const ticket = tickets.get(params.ticket);
      tickets.delete(params.ticket);
      if (ticket === undefined || ticket.until <= now()) throw notFound('This download');
      const { name, mediaType, bytes } = await ticket.make();
      return {
        status: 200,
        body: bytes,
        headers: {
          'content-type': mediaType,
          'content-disposition': `attachment; filename*=UTF-8''${encodeName(name)}`,
          'content-security-policy': "default-src 'none'; sandbox",
        },
      };
    },
  };
}

/** Looks whether it exists now; reads it when it is fetched. */
async function prepare(
  files: WorkspaceFiles,
  hub: RunHub,
  request: DownloadRequest,
): Promise<() => Promise<Attachment>> {
  switch (request.kind) {
    case 'file': {
      const read = async (): Promise<Attachment> => {
        const { path, text } = await files.read(request.path);
        return {
          name: path.split('/').at(-1) ?? 'file',
          mediaType: 'application/octet-stream',
          bytes: Buffer.from(text),
        };
      };
      await read();
      return read;
    }
    case 'events':
      hub.header(request.run);
      return () =>
        hub.withLog(request.run, (log) => {
          const lines = [...log.events(0)].map((event) => `${JSON.stringify(event)}\n`);
          return {
            name: `${request.run}.jsonl`,
            mediaType: 'application/x-ndjson',
            bytes: Buffer.from(lines.join('')),
          };
        });
    case 'report': {
      const { run, format = 'md' } = request;
      hub.header(run);
      return () =>
        hub.withLog(run, (log) => ({
          name: `${run}.${format}`,
          mediaType: 'application/octet-stream',
          bytes: Buffer.from(reportText(log, format).content),
        }));
    }
    case 'artifact': {
      hub.header(request.run);
      const { publish, version, data } = findArtifact(hub.store, request.run, request.name, request.version);
      const text = typeof data === 'string' ? data : `${JSON.stringify(data, null, 2)}\n`;
      const ending = typeof data === 'string' ? 'txt' : 'json';
      return () =>
        Promise.resolve({
          name: `${publish}.${version}.${ending}`,
          mediaType: 'application/octet-stream',
          bytes: Buffer.from(text),
        });
    }
  }
}

/** RFC 8187. */
function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
