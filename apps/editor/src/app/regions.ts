// F6 walks the regions of the window (E-A11Y-02): elements with `data-region`, in reading order; the innermost counts.

function regions(): HTMLElement[] {
  const all = [...document.querySelectorAll<HTMLElement>('[data-region]')];
  return all.filter((region) => region.offsetParent !== null && !region.querySelector('[data-region]'));
}

export function focusRegion(name: string): void {
  const region = document.querySelector<HTMLElement>(`[data-region="${name}"]`);
  if (region) focusInside(region);
}

export function stepRegion(by: 1 | -1): void {
  const all = regions();
  const at = all.findIndex((region) => region.contains(document.activeElement));
  const next = at < 0 ? (by === 1 ? 0 : all.length - 1) : (at + by + all.length) % all.length;
  const region = all[next];
  if (region) focusInside(region);
}

/** The region's own tab stop: what says so, else the first thing that can be focused, else the region itself. */
function focusInside(region: HTMLElement): void {
  const target =
    region.querySelector<HTMLElement>('[data-region-focus]') ??
    region.querySelector<HTMLElement>(
      '[role="treeitem"][tabindex="0"], .monaco-editor textarea, .monaco-editor .native-edit-context',
    ) ??
    region.querySelector<HTMLElement>(
      '[tabindex="0"], button:not([disabled]), input:not([disabled]), textarea, a[href]',
    );
  if (target) target.focus();
  else {
    region.tabIndex = -1;
    region.focus();
  }
}
