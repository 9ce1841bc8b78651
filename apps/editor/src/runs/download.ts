// Brings a file to the person's disk by a link that works once (S-SEC-T17).
import { type DownloadRequest } from '@iterion/protocol';
import { api } from '../server/api.ts';
import { told } from './control.ts';

export async function download(request: DownloadRequest, name: string): Promise<void> {
  const made = await told('It was not downloaded', async () => api.call('downloads.create', { body: request }));
  if (made === null) return;
  const link = document.createElement('a');
  link.href = made.url;
  link.download = name;
  link.click();
}
