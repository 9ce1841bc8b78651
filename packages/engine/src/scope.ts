// What an expression or a template may read, and nothing else (R-TPL-01). The state builds one per reading branch and node;
// lookups are methods, so that a scope over a chain of branches is not copied for each evaluation (R-CORE-13).
// Undefined always means "nothing there"; null is a value.
import type { Json, JsonMap } from './json.ts';

export interface LoopValues {
  readonly iteration: number;
  readonly max: Json;
  readonly previous_output: Json;
}

export interface Scope {
  readonly vars: JsonMap;
  /** The node's input; on an edge the output of its source. */
  readonly input: Json;
  /** On an edge: the run inputs, read where the source's output has no such field (R-EDGE-11, L-EDGE-33). */
  readonly inputBehind?: JsonMap;
  readonly run: { readonly id: string; readonly started_at: string };
  /** Name to `{path, url, mime, size, sha256}`. */
  readonly attachments: JsonMap;
  /** The latest output of a node that this branch sees (R-TPL-04). */
  output(node: string): Json | undefined;
  /** A metadata key of that output, `_tokens` and the like (R-CORE-18). */
  meta(node: string, key: string): Json | undefined;
  /** The outputs of a node, oldest first, within the current activations of its loops (R-TPL-05). */
  history(node: string): Json[];
  /** How many they are, without listing them. */
  historyLength?(node: string): number;
  /** One of them, negative from the end, where that is cheaper than all (R-CORE-13). */
  historyItem?(node: string, index: number): Json | undefined;
  /** The latest artifact of a name. */
  artifact(name: string): Json | undefined;
  loop(name: string): LoopValues | undefined;
  /** Every name that exists in a name space: for `outputs` alone, and for the nearest name in an error. */
  names(space: 'outputs' | 'artifacts' | 'loop'): readonly string[];
}
