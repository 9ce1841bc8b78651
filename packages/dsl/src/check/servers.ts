// mcp servers: transport and what goes with it (C025), OAuth settings (C038). See L-DECL-18.
import { absolute } from '../compile/context.ts';
import type { Model } from '../compile/model.ts';
import type { DeclSymbol } from '../compile/symbols.ts';
import { preferred, setProperty, unsetProperty } from './fixes.ts';

export function checkServers(model: Model): void {
  for (const server of model.symbols.servers.values()) transport(model, server);
}

function transport(model: Model, server: DeclSymbol): void {
  const { problems } = model.context;
  const { props, name } = server;
  const nameSpan = absolute(server.at, server.nameToken);
  const path = `mcp_server ${name}`;
  const property = props.get('transport');
  const kind = props.word<'stdio' | 'http' | 'sse'>('transport');
  if (property === undefined) {
    const guess = props.get('url') === undefined ? 'stdio' : 'http';
    problems.report('C025', nameSpan, {
      form: 'transport',
      with: { name },
      path,
      fixes: [preferred(setProperty(`Add \`transport: ${guess}\``, 'mcp_server', name, ['transport'], guess))],
    });
    return;
  }
  if (kind === undefined || property.node.broken) return;
  const needs = kind === 'stdio' ? 'command' : 'url';
  const refused = kind === 'stdio' ? ['url', 'headers'] : ['command', 'args', 'env'];
  if (props.get(needs) === undefined && !server.decl.broken) {
    const value = needs === 'command' ? 'server-program' : 'https://example.org/mcp';
    problems.report('C025', nameSpan, {
      form: 'needs',
      with: { name, transport: kind, property: needs },
      path,
      fixes: [setProperty(`Add \`${needs}\``, 'mcp_server', name, [needs], value)],
    });
  }
  for (const key of refused) {
    const found = props.get(key);
    if (found === undefined) continue;
    problems.report('C025', absolute(found.at, found.node.name), {
      form: 'refuses',
      with: { property: key, transport: kind },
      path: `${path}.${key}`,
      fixes: [preferred(unsetProperty('mcp_server', name, [key]))],
    });
  }
}

export function checkAuth(model: Model): void {
  for (const server of model.symbols.servers.values()) auth(model, server);
}

function auth(model: Model, { props, name }: DeclSymbol): void {
  const property = props.get('auth');
  const block = props.block('auth');
  if (property === undefined || block === undefined || property.node.broken) return;
  const { problems } = model.context;
  const path = (key: string): string => `mcp_server ${name}.auth.${key}`;
  const type = block.text('type');
  if (type !== undefined && type.text !== 'oauth2' && !block.unknown('type')) {
    const fixes = [preferred(setProperty('Set `type: "oauth2"`', 'mcp_server', name, ['auth', 'type'], 'oauth2'))];
    problems.report('C038', type, { form: 'type', path: path('type'), fixes });
  }
  const samples: { readonly [key: string]: string } = {
    type: 'oauth2',
    auth_url: 'https://example.org/authorize',
    token_url: 'https://example.org/token',
    client_id: 'client',
  };
  for (const [key, sample] of Object.entries(samples)) {
    if (block.get(key) !== undefined) continue;
    problems.report('C038', absolute(property.at, property.node.name), {
      form: 'missing',
      with: { property: key },
      path: path(key),
      fixes: [setProperty(`Add \`${key}\``, 'mcp_server', name, ['auth', key], sample)],
    });
  }
  for (const key of ['auth_url', 'token_url', 'revoke_url']) {
    const text = block.text(key);
    if (text === undefined || block.unknown(key) || /^https?:\/\/[^\s/?#]+/i.test(text.text)) continue;
    problems.report('C038', text, {
      form: 'url',
      with: { property: key },
      path: path(key),
      fixes: [
        key === 'revoke_url'
          ? unsetProperty('mcp_server', name, ['auth', key])
          : setProperty(`Set \`${key}\` to an example`, 'mcp_server', name, ['auth', key], samples[key] ?? ''),
      ],
    });
  }
}
