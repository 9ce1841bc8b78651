// A workflow file from the disk to its compiled graph. The text is kept exactly, byte order mark and line ends included (L-LEX-03).
import { readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compile, didYouMean, parse, type CompiledGraph } from '@iterion/dsl';
import { plural } from '@iterion/runtime/text';
import { Failure } from '../failure.ts';
import { diagnosticLine } from './diagnostics.ts';
import { nameOf, STANDARD_INPUT } from './standardInput.ts';

export interface LoadedWorkflow {
  /** As it was named. */
  readonly file: string;
  readonly path: string;
  readonly text: string;
  readonly graph: CompiledGraph;
}

export interface LoadOptions {
  readonly cwd: string;
  readonly strict?: boolean;
  /** What `-` stands for, where the command reads it. */
  readonly stdin?: Uint8Array | undefined;
}

/** Reads and compiles a file, valid or not; WORKFLOW_INVALID when it cannot be read. */
export function loadWorkflow(file: string, options: LoadOptions): LoadedWorkflow {
  const { cwd, stdin } = options;
  const absolute = path.resolve(cwd, file);
  const piped = file === STANDARD_INPUT && stdin !== undefined;
  const text = readText(file, absolute, stdin);
  const graph = compile(parse(text), {
    ...(piped ? {} : { uri: absolute }),
    ...(options.strict === true ? { strict: true } : {}),
  });
  return { file: piped ? nameOf(file) : file, path: absolute, text, graph };
}

/** A workflow that may run; WORKFLOW_INVALID with its first errors otherwise (R-CLI-14). */
export function loadValidWorkflow(file: string, options: LoadOptions): LoadedWorkflow {
  return requireValid(loadWorkflow(file, options), file);
}

/** The same for one that was read; `what` is what messages call it. */
export function requireValid(loaded: LoadedWorkflow, what: string): LoadedWorkflow {
  const { file, graph } = loaded;
  if (graph.valid && graph.workflow !== undefined) return loaded;
  const errors = graph.diagnostics.filter(({ severity }) => severity === 'error');
  const shown = errors.slice(0, 5).map((diagnostic) => `\n  ${diagnosticLine(file, diagnostic)}`);
  const more = errors.length > shown.length ? `\n  … and ${plural(errors.length - shown.length, 'more error')}` : '';
  throw new Failure(
    'WORKFLOW_INVALID',
    `${what} has ${plural(errors.length, 'error')}; nothing was started${shown.join('')}${more}`,
    {
      hint: `see how to mend each with: iterion validate ${file}`,
      details: errors.map(({ code, message, range }) => ({
        code,
        message,
        line: range.start.line,
        column: range.start.column,
      })),
      known: { file, valid: false },
    },
  );
}

/** The exact text of a workflow file, or of standard input where that is given and `-` names it. */
export function readText(file: string, absolute: string, stdin?: Uint8Array): string {
  if (file === STANDARD_INPUT && stdin !== undefined) return decoded(nameOf(file), stdin);
  let bytes: Buffer;
  try {
    bytes = readFileSync(absolute);
  } catch (error) {
    throw unreadable(file, absolute, error);
  }
  return decoded(file, bytes);
}

function decoded(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Failure('WORKFLOW_INVALID', `${file} is not UTF-8 text (E005)`, {
      hint: 'save it as UTF-8',
      known: { file },
    });
  }
}

function unreadable(file: string, absolute: string, error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EISDIR') {
    return new Failure('WORKFLOW_INVALID', `${file} is a folder, not a workflow file`, {
      hint: `name a file: ${path.join(file, 'NAME.iter')}`,
      known: { file },
    });
  }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const near = didYouMean(path.basename(file), workflowsIn(path.dirname(absolute)));
    const hint = near === undefined ? 'check the path' : `did you mean ${path.join(path.dirname(file), near)}?`;
    return new Failure('WORKFLOW_INVALID', `there is no file ${file}`, { hint, known: { file } });
  }
  return new Failure(
    'WORKFLOW_INVALID',
    `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    {
      hint: 'check that you may read it',
      known: { file },
    },
  );
}

function workflowsIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /\.(iter|bot)$/.test(name));
  } catch {
    // No such folder: there is nothing to propose.
    return [];
  }
}

/** Replaces the text of a file whole or not at all; its mode stays. A link stays a link: what it points to is replaced. */
export function replaceText(absolute: string, text: string): void {
  const file = realpathSync(absolute);
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: 'wx', mode: statSync(file).mode & 0o777 });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
