// What the file may do on this machine, read from its text alone (E-RUN-07, S-SEC-10); on a change, that something changed is said.
import { Text } from '@mantine/core';
import type { Manifest, TrustState } from '@iterion/protocol';
import classes from './LaunchDialog.module.css';

export function TrustReview({ trust }: { readonly trust: TrustState }) {
  const rows = powers(trust.manifest);
  if (rows.length === 0)
    return (
      <Text size="sm" c="dimmed">
        Runs no command and writes nothing.
      </Text>
    );
  const before = trust.previous === undefined ? null : new Set(powers(trust.previous).map((row) => row.join('\n')));
  return (
    <>
      <Text size="sm">
        {trust.state === 'trusted'
          ? 'You trust this file to do this:'
          : trust.state === 'changed'
            ? 'This has changed since you trusted the file:'
            : 'This file has not run here before. It may do this:'}
      </Text>
      <ul className={classes['powers']}>
        {rows.map(([what, text]) => (
          <li key={`${what} ${text}`}>
            <span>
              {what}
              {before !== null && !before.has(`${what}\n${text}`) ? ' (new)' : ''}
            </span>
            <code>{text}</code>
          </li>
        ))}
      </ul>
    </>
  );
}

function powers(manifest: Manifest): readonly (readonly [string, string])[] {
  return [
    ...manifest.commands.map(({ command }) => ['runs', command] as const),
    ...manifest.scripts.map(({ language, script }) => [`runs ${language}`, script] as const),
    ...manifest.mcpServers.map(
      (server) =>
        [
          'MCP server',
          server.command === undefined
            ? `${server.name}: ${server.url ?? ''}`
            : `${server.name}: ${[server.command, ...(server.args ?? [])].join(' ')}`,
        ] as const,
    ),
    ...[...new Set(manifest.backends.map(({ name }) => name))].map((name) => ['backend', name] as const),
    ...manifest.environment.map(({ name }) => ['reads', `$${name}`] as const),
    ...manifest.network.map(({ target }) => ['network', target] as const),
    ...manifest.sandbox.map(({ description }) => ['sandbox', description] as const),
    ...manifest.writes.map(
      ({ node, tools }) => ['may write', `${node ?? ''}${tools.length === 0 ? '' : ` (${tools.join(', ')})`}`] as const,
    ),
    ...(manifest.worktree ? [['works in', 'a fresh git worktree'] as const] : []),
  ];
}
