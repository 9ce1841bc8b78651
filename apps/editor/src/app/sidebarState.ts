// Which sidebar panel is open. On a wide window it is a preference; below 900 px the sidebar lies over the screen, one side panel at a
// time, and is closed until asked for (E-SHELL-11).
import { create } from 'zustand';
import { type Preferences, preferences, setPreferences, usePreferences } from './preferences.ts';
import { useWidth } from './width.ts';

export type SidebarPanel = NonNullable<Preferences['sidebar']>;

const useOverlaid = create<{ readonly panel: SidebarPanel | null }>(() => ({ panel: null }));
const narrowBelow = 900;

function isNarrow(): boolean {
  return window.innerWidth < narrowBelow;
}

export function useSidebar(): { readonly panel: SidebarPanel | null; readonly overlaid: boolean } {
  const overlaid = useWidth() < narrowBelow;
  const preferred = usePreferences((state) => state.sidebar);
  const shown = useOverlaid((state) => state.panel);
  return { panel: overlaid ? shown : preferred, overlaid };
}

export function openSidebar(panel: SidebarPanel | null): void {
  if (isNarrow()) useOverlaid.setState({ panel });
  else setPreferences({ sidebar: panel });
}
/** The panel that is open now, or was last. */
export function presentSidebar(): SidebarPanel | null {
  return isNarrow() ? useOverlaid.getState().panel : preferences().sidebar;
}
/** A file was opened, or people turned to the screen: the overlaid sidebar makes room. */
export function closeOverlaidSidebar(): void {
  useOverlaid.setState({ panel: null });
}
