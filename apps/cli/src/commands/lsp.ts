// `lsp`: the language server for editors, over standard input and output. It ends when its client says so or goes away.
import type { Command, CommandResult, Invocation } from '../args/spec.ts';
import { usage } from '../failure.ts';

export const lsp: Command = {
  name: 'lsp',
  summary: 'serve an editor: problems, completion, rename and more (Language Server Protocol)',
  options: [
    { name: 'stdio', summary: 'speak over standard input and output; the only way there is, so it may be left out' },
    { name: 'clientProcessId', value: 'PID', summary: 'end when this process ends; editors pass it' },
  ],
  examples: ['iterion lsp --stdio'],
  run: (invocation) => serve(invocation),
};

async function serve({ json, terminal }: Invocation): Promise<CommandResult> {
  if (json) throw usage('lsp speaks its own protocol, there is no --json', 'leave --json out');
  if (terminal.interactive) {
    terminal.err('This is a language server: an editor starts it and talks to it. Stop it with Ctrl+C.\n');
  }
  const { serveLanguage } = await import('../lsp/server.ts');
  return serveLanguage(process.stdin, process.stdout);
}
