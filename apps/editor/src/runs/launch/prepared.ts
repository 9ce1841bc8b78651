// What a launch begins with: the file, where its values come from, and what the server says a start would mean.
import type { Success } from '@iterion/protocol';

export interface LaunchStart {
  readonly path: string;
  /** Begins with the values of this run. */
  readonly fromRun?: string;
}
export type Prepared = Success<'runs.prepare'>;
export interface Sources {
  readonly preset: string | null;
  /** Path of a recipe. */
  readonly recipe: string | null;
  readonly fromRun: string | null;
}
