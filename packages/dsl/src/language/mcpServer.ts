// MCP servers and how to reach them (L-DECL-18).
import type { KindRow, PropertyRow } from './table.ts';

const stdio: Pick<PropertyRow, 'relevantWhen' | 'diagnostics'> = {
  relevantWhen: { property: 'transport', is: ['stdio'] },
  diagnostics: ['C025'],
};
const remote: Pick<PropertyRow, 'relevantWhen' | 'diagnostics'> = {
  relevantWhen: { property: 'transport', is: ['http', 'sse'] },
  diagnostics: ['C025'],
};
const authText = (name: string, help: string, required: boolean): PropertyRow => ({
  name,
  value: name.endsWith('_url') ? { kind: 'string', format: 'url' } : { kind: 'string' },
  required,
  section: 'Environment',
  help,
  diagnostics: ['C038'],
});

export const mcpServer: KindRow = {
  kind: 'mcp_server',
  title: 'MCP server',
  help: 'A server that offers tools.',
  details: 'A declared server hides one of the same name in the project catalogue.',
  isNode: false,
  properties: [
    {
      name: 'transport',
      value: {
        kind: 'word',
        words: ['stdio', 'http', 'sse'],
        about: {
          stdio: 'Starts a program and talks to it',
          http: 'Connects to a URL',
          sse: 'Connects to a URL and listens to events',
        },
      },
      required: true,
      section: 'Basics',
      help: 'How the server is reached.',
      details: '`stdio` starts a program, `http` and `sse` connect to a URL.',
      diagnostics: ['C025'],
    },
    {
      name: 'command',
      value: { kind: 'string', env: true },
      section: 'Basics',
      help: 'Program to start (stdio).',
      ...stdio,
    },
    {
      name: 'args',
      value: { kind: 'list', of: 'string', env: true },
      default: '[]',
      section: 'Basics',
      help: 'Arguments of the program (stdio).',
      ...stdio,
    },
    {
      name: 'env',
      value: { kind: 'map', env: true },
      default: '{}',
      section: 'Environment',
      help: 'Further environment of the program (stdio).',
      relevantWhen: { property: 'transport', is: ['stdio'] },
    },
    {
      name: 'url',
      value: { kind: 'string', env: true, format: 'url' },
      section: 'Basics',
      help: 'Address of the server (http, sse).',
      ...remote,
    },
    {
      name: 'headers',
      value: { kind: 'map', env: true },
      default: '{}',
      section: 'Environment',
      help: 'HTTP headers (http, sse).',
      ...remote,
    },
    {
      name: 'auth',
      section: 'Environment',
      help: 'How the server recognises us.',
      diagnostics: ['C038'],
      value: {
        kind: 'block',
        properties: [
          authText('type', 'Kind of authentication: `"oauth2"`.', true),
          authText('auth_url', 'Where people give their consent.', true),
          authText('token_url', 'Where tokens are issued.', true),
          authText('revoke_url', 'Where tokens are withdrawn.', false),
          authText('client_id', 'Our id at the server.', true),
          {
            name: 'scopes',
            value: { kind: 'list', of: 'string' },
            default: '[]',
            section: 'Environment',
            help: 'Rights to ask for.',
            diagnostics: ['C038'],
          },
        ],
      },
    },
  ],
};
