// Opens the merge view; its code is loaded only then (E-PERF-20).
import { type ReactNode, lazy } from 'react';
import type { MergeDialogProps } from './MergeView.tsx';

const MergeView = lazy(async () => ({ default: (await import('./MergeView.tsx')).MergeView }));

export function mergeDialog(props: MergeDialogProps): ReactNode {
  return <MergeView {...props} />;
}
