// What people are asked before something that is used goes.
import type { Diagnostic } from '@iterion/dsl';
import type { Usage } from './usages.ts';

export interface RemovalQuestion {
  readonly what: string;
  readonly usages: readonly Usage[];
  /** Problems that come with the removal. */
  readonly consequences: readonly Diagnostic[];
}
