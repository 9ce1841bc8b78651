// The one dialog that may be open (E-A11Y-11). Whoever needs one shows it here; the host mounts it, and closing gives the focus back.
import { type ReactNode, Suspense } from 'react';
import { create } from 'zustand';
import { PanelBoundary } from '../ui/PanelBoundary.tsx';

type Render = (close: () => void) => ReactNode;
const useOverlay = create<{ readonly render: Render | null; readonly key: number }>(() => ({ render: null, key: 0 }));

/** What had the focus before the first of a row of dialogs. */
let opener: HTMLElement | null = null;

/** Shows a dialog in place of the one that is open. What is typed from now on never reaches the text below. */
export function showOverlay(render: Render): void {
  const focused = document.activeElement;
  if (useOverlay.getState().render === null && focused instanceof HTMLElement && focused !== document.body) {
    opener = focused;
    focused.blur();
  }
  useOverlay.setState((state) => ({ render, key: state.key + 1 }));
}
/** Closes the dialog and gives the focus back to where it was (E-CMD-06, E-A11Y-11). */
function closeOverlay(): void {
  useOverlay.setState({ render: null });
  const target = opener;
  opener = null;
  setTimeout(() => {
    if (useOverlay.getState().render === null && target?.isConnected) target.focus({ preventScroll: true });
  }, 0);
}

/** Shows a dialog and resolves to its answer; null when it is closed without one. */
export async function ask<T>(render: (answer: (value: T | null) => void) => ReactNode): Promise<T | null> {
  return new Promise((resolve) => {
    showOverlay((close) =>
      render((value) => {
        close();
        resolve(value);
      }),
    );
  });
}

export function OverlayHost() {
  const { render, key } = useOverlay();
  return render ? (
    <PanelBoundary key={key} name="The dialog" onClose={closeOverlay}>
      <Suspense fallback={null}>{render(closeOverlay)}</Suspense>
    </PanelBoundary>
  ) : null;
}
