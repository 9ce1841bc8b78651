// What a file can do to the machine, computed from its text alone (S-SEC-10). Sorted and canonical, so that equal powers have an equal hash.
import { z } from 'zod';
import { contentHash, range } from './basics.ts';

const at = { node: z.string().exactOptional(), range };

export const manifest = z.object({
  /** Shell commands of tool nodes, as written. */
  commands: z.array(z.object({ command: z.string(), raw: z.boolean(), ...at })),
  scripts: z.array(z.object({ language: z.string(), script: z.string(), ...at })),
  mcpServers: z.array(
    z.object({
      name: z.string(),
      transport: z.string(),
      command: z.string().exactOptional(),
      args: z.array(z.string()).exactOptional(),
      url: z.string().exactOptional(),
      ...at,
    }),
  ),
  /** Backends that run a program of their own, and the in-process ones. */
  backends: z.array(z.object({ name: z.string(), ...at })),
  /** Names of environment variables the file refers to. */
  environment: z.array(z.object({ name: z.string(), ...at })),
  /** Network targets named by the file: MCP URLs, OAuth URLs, sandbox rules. */
  network: z.array(z.object({ target: z.string(), ...at })),
  /** Sandbox options in the file, or null. */
  sandbox: z.array(z.object({ description: z.string(), ...at })),
  worktree: z.boolean(),
  /** Nodes that may write to the workspace. */
  writes: z.array(z.object({ tools: z.array(z.string()), ...at })),
  hash: contentHash,
});
export type Manifest = z.infer<typeof manifest>;

export const trustState = z.object({
  state: z.enum(['trusted', 'untrusted', 'changed']),
  manifest,
  manifestHash: contentHash,
  /** The manifest that was trusted before, when the state is `changed`. */
  previous: manifest.exactOptional(),
});
export type TrustState = z.infer<typeof trustState>;
