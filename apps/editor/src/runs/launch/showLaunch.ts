// Shows the launch form, loaded when it is first asked for.
import { lazyDialog } from '../../app/lazyDialog.tsx';
import type { LaunchStart } from './prepared.ts';

export const showLaunch: (start: LaunchStart) => void = lazyDialog<LaunchStart & { readonly close: () => void }>(
  async () => ({ default: (await import('./LaunchDialog.tsx')).LaunchDialog }),
);
