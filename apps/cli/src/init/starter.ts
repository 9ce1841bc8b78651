// The files that `init` writes (R-CLI-10). The workflow is the example of the same name.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../failure.ts';
import workflow from '../../../../examples/pr_refine_single_model.iter?raw';

export const WORKFLOW_FILE = 'pr_refine_single_model.iter';

const ENV_EXAMPLE = `# Copy to .env and fill in what your workflows need. Values of the real environment win.
ANTHROPIC_API_KEY=
OPENAI_API_KEY=
`;
const IGNORED = `.iterion/
.env
`;

const FILES: readonly (readonly [name: string, text: string])[] = [
  [WORKFLOW_FILE, workflow],
  ['.env.example', ENV_EXAMPLE],
  ['.gitignore', IGNORED],
];

/** Writes what is absent; names are relative to `dir`. */
export function writeStarter(dir: string, cwd: string): { created: string[]; skipped: string[] } {
  const folder = path.resolve(cwd, dir);
  const created: string[] = [];
  const skipped: string[] = [];
  try {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of FILES) (writeNew(path.join(folder, name), text) ? created : skipped).push(name);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure('EXECUTION_FAILED', `${dir} cannot be written to: ${reason}`, { hint: 'name another folder' });
  }
  return { created, skipped };
}

function writeNew(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
