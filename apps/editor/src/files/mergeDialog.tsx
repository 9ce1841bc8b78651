// Opens the merge view; its code is loaded only then (E-PERF-20).
import { type ReactNode, lazy } from 'react';
import type { Merge } from './merge.ts';

const MergeView = lazy(async () => ({ default: (await import('./MergeView.tsx')).MergeView }));

export interface MergeDialogProps {
  readonly name: string;
  readonly merge: Merge;
  readonly cancel: () => void;
  readonly complete: (text: string) => void;
}
export function mergeDialog(props: MergeDialogProps): ReactNode {
  return <MergeView {...props} />;
}
