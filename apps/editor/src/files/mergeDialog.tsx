// Opens the merge view; its code is loaded only then (E-PERF-20).
import type { ReactNode } from 'react';
import type { MergeDialogProps } from './MergeView.tsx';
import { lazyPart } from '../ui/lazyPart.tsx';

const MergeView = lazyPart(async () => (await import('./MergeView.tsx')).MergeView);

export function mergeDialog(props: MergeDialogProps): ReactNode {
  return <MergeView {...props} />;
}
