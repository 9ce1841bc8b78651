// The one dialog that may be open (E-A11Y-11). Whoever needs one shows it here; the host mounts it, and closing gives the focus back.
import { type ReactNode, Suspense } from 'react';
import { create } from 'zustand';

type Render = (close: () => void) => ReactNode;
const useOverlay = create<{ readonly render: Render | null; readonly key: number }>(() => ({ render: null, key: 0 }));

/** Shows a dialog in place of the one that is open. */
export function showOverlay(render: Render): void {
  useOverlay.setState((state) => ({ render, key: state.key + 1 }));
}
export function closeOverlay(): void {
  useOverlay.setState({ render: null });
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
    <Suspense key={key} fallback={null}>
      {render(closeOverlay)}
    </Suspense>
  ) : null;
}
