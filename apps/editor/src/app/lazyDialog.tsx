// Dialogs are loaded when they are first asked for (E-PERF-02): what opens a screen must not wait for what may never be opened.
import type { ComponentType } from 'react';
import { lazyPart } from '../ui/lazyPart.tsx';
import { ask, showOverlay } from './overlays.tsx';

type Load<P> = () => Promise<{ readonly default: ComponentType<P> }>;

interface Closing {
  readonly close: () => void;
}
/** A function that shows the dialog with its properties; the dialog gets `close` beside them. */
export function lazyDialog<P extends Closing>(load: Load<P>): (props: Omit<P, 'close'>) => void {
  const Dialog = lazyPart(async () => (await load()).default) as unknown as ComponentType<Omit<P, 'close'> & Closing>;
  return (props) => showOverlay((close) => <Dialog {...props} close={close} />);
}

interface Answering<T> {
  readonly answer: (value: T | null) => void;
}
/** A function that shows the dialog and resolves to its answer; null when it is closed without one. */
export function lazyQuestion<T, P extends object>(load: Load<P & Answering<T>>): (props: P) => Promise<T | null> {
  const Dialog = lazyPart(async () => (await load()).default);
  return async (props) => ask<T>((answer) => <Dialog {...props} answer={answer} />);
}
