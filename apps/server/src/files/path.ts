// Workspace paths as text (S-API-07): the first half of confinement. What passes here names something below the workspace by plain segments;
// whether it really lies there is decided on the file system (`folder.ts`).
import { LIMITS } from '@iterion/protocol';
import { Failure } from '../failure.ts';

/** Attack class 15: `..`, absolute, backslash, NUL, control characters, stream names, dot folders. */
export function parsePath(path: string): readonly string[] {
  const segments = path.split('/');
  const wrong =
    path === '' ||
    Buffer.byteLength(path) > LIMITS.pathBytes ||
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    /[\u0000-\u001f\u007f\\]/.test(path) ||
    (process.platform === 'win32' && /[:*?"<>|]|[. ](?:\/|$)/.test(path)) ||
    segments.some((segment) => segment === '' || segment.startsWith('.'));
  if (wrong) {
    throw new Failure('path_forbidden', 'This path is not one of the workspace.', {
      field: 'path',
      remedy: 'Use a path relative to the workspace, with / between names and without names that begin with a dot.',
    });
  }
  return segments;
}

export function joinPath(segments: readonly string[]): string {
  return segments.join('/');
}

/** Path of the layout sidecar of a workflow, below the workspace (E-LAYOUT-08). */
export function layoutSegments(workflow: readonly string[]): readonly string[] {
  return ['.iterion', 'layout', ...workflow.slice(0, -1), `${workflow.at(-1) ?? ''}.jsonl`];
}
