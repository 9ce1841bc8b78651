// What is there on this machine: backends, credentials, programs (GET /environment). Presence only: no value of an environment variable leaves this
// file (S-SEC-12), and nothing is started to find out (S-API-11).
import type { EnvironmentReport } from '@iterion/protocol';
import { findExecutable } from '@iterion/runtime';

const CREDENTIALS: Readonly<Record<string, readonly string[]>> = {
  anthropic: ['ANTHROPIC_API_KEY'],
  openai: ['OPENAI_API_KEY'],
  google: ['GOOGLE_GENERATIVE_AI_API_KEY'],
  bedrock: ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_BEARER_TOKEN_BEDROCK'],
  vertex: ['GOOGLE_APPLICATION_CREDENTIALS', 'GOOGLE_VERTEX_PROJECT'],
  foundry: ['AZURE_API_KEY'],
};
const PROGRAMS: Readonly<Record<string, string>> = { claude_code: 'claude', codex: 'codex' };
const EXECUTABLES = ['git', 'sh', 'bash', 'node', 'python3', 'claude', 'codex'];

/** Whether a variable counts as set: an empty one does not (L-ENV-02). */
function isSet(env: NodeJS.ProcessEnv, name: string): boolean {
  return (env[name] ?? '') !== '';
}

/** `asked`: variables that a file names. */
export function environmentReport(env: NodeJS.ProcessEnv, asked: readonly string[]): EnvironmentReport {
  const path = { PATH: env['PATH'] ?? '' };
  const executables = EXECUTABLES.map((name) => ({ name, found: findExecutable(name, path) !== undefined }));
  const found = new Set(executables.filter((each) => each.found).map(({ name }) => name));
  const credentials = Object.values(CREDENTIALS)
    .flat()
    .map((name) => ({ name, present: isSet(env, name) }));
  const providers = Object.entries(CREDENTIALS).map(([id, names]) =>
    names.some((name) => isSet(env, name))
      ? { id, available: true }
      : { id, available: false, reason: `${names.join(' or ')} is not set where the server runs.` },
  );
  const anyCredential = credentials.some(({ present }) => present);
  return {
    backends: [
      { id: 'simulate', available: true },
      anyCredential
        ? { id: 'claw', available: true }
        : {
            id: 'claw',
            available: false,
            reason: 'No credential of a model provider is set in the environment of the server.',
          },
      ...Object.entries(PROGRAMS).map(([id, program]) =>
        found.has(program)
          ? { id, available: true }
          : { id, available: false, reason: `The program ${program} is not on the PATH of the server.` },
      ),
    ],
    providers,
    credentials,
    executables,
    variables: asked.map((name) => ({ name, present: name === 'PROJECT_DIR' || isSet(env, name) })),
    git: found.has('git'),
    checkedAt: new Date().toISOString(),
  };
}
