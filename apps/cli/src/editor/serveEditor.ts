// Serves the editor until a key or a signal ends it; opens the server that already runs for the workspace instead of a second one
// (S-CLI-02). The terminal shows the link once (S-CLI-03).
import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { JsonMap } from '@iterion/engine';
import { createClient } from '@iterion/protocol';
import {
  DEFAULT_PORT,
  findServer,
  ListenError,
  startServer,
  userFolders,
  type RunningServer,
  type ServerOptions,
} from '@iterion/server';
import { visible } from '@iterion/runtime/text';
import { LOG_LEVELS } from '../args/parse.ts';
import type { CommandResult, Invocation } from '../args/spec.ts';
import { Failure, usage } from '../failure.ts';
import { durationOf } from '../run/settings.ts';
import { openBrowser } from './browser.ts';
import { editorFolder, examplesFolder } from './productFiles.ts';
import { untilStopped } from './untilStopped.ts';

export async function serveEditor(invocation: Invocation): Promise<CommandResult> {
  const { args, json } = invocation;
  const { workspace, file } = placesOf(invocation);
  const options = optionsOf(invocation, workspace);
  const folders = userFolders();
  const running = await findServer(folders.state, workspace);
  if (running !== null) {
    const { url } = await createClient({ origin: running.url, bearer: running.bearer }).call('session.code', {
      body: {},
    });
    return present(invocation, {
      url: running.url,
      port: running.port,
      pid: running.pid,
      workspace,
      link: linkTo(url, file),
    });
  }
  if (args.has('link'))
    throw new Failure('NO_SERVER', `no editor runs for ${workspace}`, { hint: 'start it with iterion editor' });
  const server = await started(options);
  const facts = { url: server.url, port: server.port, pid: process.pid, workspace, link: linkTo(server.link, file) };
  if (json) invocation.terminal.out(`${JSON.stringify({ ...facts, dir: workspace })}\n`);
  else await greet(invocation, facts);
  return untilStopped(invocation, server, (link) => linkTo(link, file));
}

interface Facts {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly workspace: string;
  readonly link: string;
}

/** The workspace, and the file in it that is to be opened, as its path there. */
function placesOf({ args, cwd }: Invocation): { workspace: string; file: string | undefined } {
  const dir = path.resolve(cwd, args.value('dir') ?? '.');
  const workspace = realFolder(dir, args.value('dir') ?? '.');
  const [named] = args.operands;
  if (named === undefined) return { workspace, file: undefined };
  const absolute = path.resolve(cwd, named);
  const stat = statSync(absolute, { throwIfNoEntry: false });
  if (stat === undefined)
    throw usage(`there is no file ${named}`, 'the editor makes new files itself: start it without a file');
  if (stat.isDirectory())
    throw usage(`${named} is a folder`, `to open it as the workspace: iterion editor --dir ${named}`);
  const file = path.relative(workspace, realpathSync(absolute));
  if (file.startsWith('..') || path.isAbsolute(file))
    throw usage(`${named} lies outside the workspace ${workspace}`, 'name its folder with --dir');
  return { workspace, file: file.split(path.sep).join('/') };
}

function realFolder(dir: string, named: string): string {
  const stat = statSync(dir, { throwIfNoEntry: false });
  if (stat === undefined) throw usage(`there is no folder ${named}`, 'check --dir');
  if (!stat.isDirectory()) throw usage(`${named} is no folder`, `to open a file: iterion editor ${named}`);
  return realpathSync(dir);
}

async function started(options: ServerOptions): Promise<RunningServer> {
  try {
    return await startServer(options);
  } catch (error) {
    if (!(error instanceof ListenError)) throw error;
    throw error.reason === 'usage' ? usage(error.message) : new Failure('PORT_BUSY', error.message);
  }
}

function optionsOf({ args, cwd, env, terminal, json }: Invocation, workspace: string): ServerOptions {
  const port = args.value('port');
  const number = Number(port);
  if (port !== undefined && (!/^\d+$/.test(port) || number > 65_535))
    throw usage(`--port must be a number from 0 to 65535, not ${port}`);
  const staticDir = editorFolder();
  if (staticDir === undefined) {
    throw new Failure('NOT_BUILT', 'the editor is not built', {
      hint: 'run npm start in the project once, or pnpm build',
    });
  }
  const examplesDir = examplesFolder();
  const bind = args.value('bind');
  const storeDir = args.value('store-dir');
  const grace = args.value('grace');
  const tls = tlsOf(args.value('tls-cert'), args.value('tls-key'), cwd);
  const named = args.value('log-level') ?? env['ITERION_LOG_LEVEL'];
  // At a terminal, requests that succeed are nobody's business.
  const quiet = terminal.interactive && !json ? 'warn' : 'info';
  return {
    dir: workspace,
    staticDir,
    ...(examplesDir === undefined ? {} : { examplesDir }),
    ...(port === undefined ? {} : { port: number }),
    ...(bind === undefined ? {} : { bind }),
    allowRemote: args.has('allow-remote'),
    allowedHosts: args.values('allowed-host'),
    ...(tls === undefined ? {} : { tls }),
    ...(storeDir === undefined ? {} : { storeDir: path.resolve(cwd, storeDir) }),
    readOnly: args.has('read-only'),
    ...(grace === undefined ? {} : { graceMs: durationOf('grace', grace) }),
    logLevel: LOG_LEVELS.find((level) => level === named) ?? quiet,
  };
}

function tlsOf(cert: string | undefined, key: string | undefined, cwd: string): ServerOptions['tls'] {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined)
    throw usage('TLS needs a certificate and its key', 'give --tls-cert and --tls-key');
  const read = (option: string, file: string): Buffer => {
    try {
      return readFileSync(path.resolve(cwd, file));
    } catch (error) {
      throw usage(`--${option} ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return { cert: read('tls-cert', cert), key: read('tls-key', key) };
}

/** The link leads straight to the file. */
function linkTo(link: string, file: string | undefined): string {
  if (file === undefined) return link;
  const url = new URL(link);
  url.pathname = `/edit/${file.split('/').map(encodeURIComponent).join('/')}`;
  return url.href;
}

/** Tells about the server that already runs. */
async function present(invocation: Invocation, facts: Facts): Promise<CommandResult> {
  const { args, terminal, json } = invocation;
  const document: JsonMap = { ...facts, dir: facts.workspace };
  if (json) return { exitCode: 0, json: document };
  if (args.has('link')) terminal.out(`${facts.link}\n`);
  else {
    terminal.out(`the editor already runs for ${visible(facts.workspace)}\n`);
    await offer(invocation, facts);
  }
  return { exitCode: 0, json: document };
}

async function greet(invocation: Invocation, facts: Facts): Promise<void> {
  const { terminal } = invocation;
  terminal.out(`${terminal.paint('bold', 'iterion editor')}  ${visible(facts.workspace)}\n`);
  if (invocation.args.value('port') === undefined && facts.port !== DEFAULT_PORT)
    terminal.out(terminal.paint('dim', `  port ${DEFAULT_PORT} is in use, so this is port ${facts.port}\n`));
  await offer(invocation, facts);
  const keys = terminal.interactive ? 'o opens it, l prints a new link, q quits' : 'Ctrl-C stops the server';
  terminal.out(terminal.paint('dim', `  ${keys}\n`));
}

/** Shows the link, which works once, and opens it. */
async function offer({ args, terminal }: Invocation, { link }: Facts): Promise<void> {
  terminal.out(`  ${terminal.paint('cyan', link)}\n`);
  if (args.has('no-browser')) return;
  if (!(await openBrowser(link)))
    terminal.out(terminal.paint('dim', '  no browser could be opened from here: open the link yourself\n'));
}
