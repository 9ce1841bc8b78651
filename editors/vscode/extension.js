// Starts `iterion lsp` for .iter and .bot files and hands everything on to it. It thinks nothing itself.
'use strict';
const vscode = require('vscode');
const { LanguageClient, TransportKind } = require('vscode-languageclient/node');

/** The client of the server that runs, if one does. */
let client;

async function start() {
  const settings = vscode.workspace.getConfiguration('iterion');
  const [command = 'iterion', ...args] = settings.get('command', ['iterion']);
  client = new LanguageClient(
    'iterion',
    'Iterion',
    { command, args: [...args, 'lsp'], transport: TransportKind.stdio },
    {
      documentSelector: [{ language: 'iterion' }],
      initializationOptions: { strict: settings.get('strict', false) },
    },
  );
  try {
    await client.start();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(
      `Iterion: cannot start "${command}": ${reason}. Set "iterion.command" to the command that starts iterion.`,
    );
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running?.isRunning()) await running.stop();
}

exports.activate = async (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand('iterion.restart', async () => {
      await stop();
      await start();
    }),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (!change.affectsConfiguration('iterion')) return;
      await stop();
      await start();
    }),
  );
  await start();
};

exports.deactivate = stop;
