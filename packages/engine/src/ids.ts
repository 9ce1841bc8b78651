// Names that the core mints (R-CORE-02, R-CORE-04, R-HUMAN-12). All of them depend on the run's own history alone.
import { sha256 } from '@iterion/dsl';
import type { ActivationId, EffectId } from './effects.ts';
import { MAIN, type BranchState } from './state.ts';

export function activationId(branch: string, node: string, iteration: number): ActivationId {
  return `${branch}:${node}:${iteration}`;
}

/** The iteration in an activation id. */
export function iterationOf(activation: ActivationId): number {
  return Number(activation.slice(activation.lastIndexOf(':') + 1));
}

export function effectId(branch: string, node: string, iteration: number, attempt: number): EffectId {
  return `${branch}:${node}:${iteration}@${attempt}`;
}

/** The parts of an effect id; null for any other text. Neither branch ids nor node ids hold `:` or `@`. */
export function parseEffectId(
  id: EffectId,
): { readonly branch: string; readonly node: string; readonly iteration: number; readonly attempt: number } | null {
  const parts = /^([^:@]+):([^:@]+):(\d+)@(\d+)$/u.exec(id);
  const [, branch, node, iteration, attempt] = parts ?? [];
  if (branch === undefined || node === undefined) return null;
  return { branch, node, iteration: Number(iteration), attempt: Number(attempt) };
}

/** Ids of the branches of a new fan-out, one per target, unique in the run (R-CORE-02). */
export function branchIds(parent: BranchState, router: string, targets: readonly string[]): readonly string[] {
  const prefix = parent.id === MAIN ? '' : `${parent.id}/`;
  const used: Record<string, number> = { ...parent.child_ids };
  return targets.map((target) => {
    const base = `${prefix}branch_${router}_${target}`;
    const count = (Object.hasOwn(used, base) ? (used[base] ?? 0) : 0) + 1;
    used[base] = count;
    return count === 1 ? base : `${base}#${count}`;
  });
}

/** The id without its `#n`, and n. */
export function splitBranchId(id: string): { readonly base: string; readonly count: number } {
  const slash = id.lastIndexOf('/');
  const hash = id.indexOf('#', slash + 1);
  return hash === -1 ? { base: id, count: 1 } : { base: id.slice(0, hash), count: Number(id.slice(hash + 1)) };
}

/** R-HUMAN-12. */
export function interactionId(
  run: string,
  place: { readonly branch: string; readonly node: string; readonly iteration: number },
  mark: { readonly round?: number; readonly recovery?: number; readonly version?: number } = {},
): string {
  let id = `${run}_${place.node}`;
  if (place.iteration !== 0) id += `_${place.iteration}`;
  if (place.branch !== MAIN) id += `_b${sha256(place.branch).slice(0, 6)}`;
  if (mark.round !== undefined) id += `_q${mark.round}`;
  if (mark.recovery !== undefined) id += `_r${mark.recovery}`;
  if (mark.version !== undefined && mark.version > 1) id += `_v${mark.version}`;
  return id;
}

/** A factor in [0.8, 1.2] that depends on the run's seed and the effect alone (R-REC-04, R-CORE-04). */
export function jitter(seed: string, effect: EffectId): number {
  const unit = Number.parseInt(sha256(JSON.stringify([seed, effect])).slice(0, 8), 16) / 0xffffffff;
  return 0.8 + 0.4 * unit;
}
