// Shows the launch form, loaded when it is first asked for.
import { lazyDialog } from '../../app/lazyDialog.tsx';

export interface LaunchStart {
  readonly path: string;
  /** Begins with the values of this run. */
  readonly fromRun?: string;
}
export const showLaunch: (start: LaunchStart) => void = lazyDialog<LaunchStart & { readonly close: () => void }>(
  async () => ({ default: (await import('./LaunchDialog.tsx')).LaunchDialog }),
);
