// `editor [FILE]` (R-CLI-22, S-CLI-01..03): serves the editor on this machine.
import type { Command } from '../args/spec.ts';

export const editor: Command = {
  name: 'editor',
  summary: 'open the editor in the browser',
  operands: '[FILE]',
  most: 1,
  options: [
    { name: 'port', value: 'N', summary: 'default 4891, or the next free one; 0 is any' },
    { name: 'dir', value: 'DIR', summary: 'the workspace (default the current folder)' },
    { name: 'no-browser', summary: 'print the link only' },
    { name: 'link', summary: 'print a fresh link of the server that runs for this workspace' },
    { name: 'read-only', summary: 'neither change files nor start runs' },
    { name: 'store-dir', value: 'DIR', summary: 'where runs are kept (default .iterion in the workspace)' },
    {
      name: 'grace',
      value: 'DURATION',
      summary: 'how long runs may take to pause when the server stops (default 10s)',
    },
    { name: 'bind', value: 'ADDRESS', summary: 'default 127.0.0.1; another one needs --allow-remote and TLS' },
    { name: 'allow-remote', summary: 'let other machines connect' },
    { name: 'tls-cert', value: 'FILE', summary: 'certificate (PEM)' },
    { name: 'tls-key', value: 'FILE', summary: 'its key (PEM)' },
    { name: 'allowed-host', value: 'NAME', repeatable: true, summary: 'a further host name the browser may use' },
  ],
  examples: ['iterion editor', 'iterion editor review.iter', 'iterion editor --dir workflows --port 5000 --no-browser'],
  run: async (invocation) => {
    const { serveEditor } = await import('../editor/serveEditor.ts');
    return serveEditor(invocation);
  },
};
