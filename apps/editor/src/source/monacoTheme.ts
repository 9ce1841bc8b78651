// Monaco's colours from the theme roles (E-SRC-11): read where CSS has resolved them, read again when the theme changes.
import type * as Monaco from 'monaco-editor/editor';

type Roles = (role: string) => string;

/** Resolves roles to `#rrggbb` by letting the browser compute them. */
function readRoles(): { readonly role: Roles; readonly end: () => void } {
  const probe = document.createElement('span');
  probe.style.display = 'none';
  document.body.append(probe);
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  return {
    role: (name) => {
      probe.style.color = `var(--${name})`;
      return toHex(getComputedStyle(probe).color, canvas);
    },
    end: () => probe.remove(),
  };
}

/** Any CSS colour, also `color(srgb …)`, as hex. */
function toHex(color: string, context: CanvasRenderingContext2D | null): string {
  if (!context) return '';
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

const themeName = 'iterion';

export function applyMonacoTheme(monaco: typeof Monaco): void {
  define(monaco);
  new MutationObserver(() => define(monaco)).observe(document.documentElement, {
    attributeFilter: ['data-mantine-color-scheme', 'data-contrast'],
  });
}

function define(monaco: typeof Monaco): void {
  const { role, end } = readRoles();
  const root = document.documentElement;
  const dark = root.getAttribute('data-mantine-color-scheme') === 'dark';
  const high = root.getAttribute('data-contrast') === 'high';
  monaco.editor.defineTheme(themeName, {
    base: high ? (dark ? 'hc-black' : 'hc-light') : dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: rulesOf(role),
    colors: coloursOf(role),
  });
  end();
  monaco.editor.setTheme(themeName);
}

function rulesOf(role: Roles): Monaco.editor.ITokenThemeRule[] {
  const bare = (name: string): string => role(name).slice(1);
  const rule = (token: string, name: string, fontStyle?: string): Monaco.editor.ITokenThemeRule => ({
    token,
    foreground: bare(name),
    ...(fontStyle === undefined ? {} : { fontStyle }),
  });
  return [
    rule('', 'text'),
    rule('keyword', 'syntax-keyword'),
    rule('property', 'syntax-property'),
    rule('name', 'syntax-name', 'bold'),
    rule('node', 'syntax-name'),
    rule('node.declaration', 'syntax-name', 'bold'),
    rule('schema', 'syntax-number'),
    rule('prompt', 'syntax-string'),
    rule('variable', 'syntax-reference'),
    rule('field', 'syntax-reference'),
    rule('loop', 'syntax-number'),
    rule('namespace', 'syntax-reference'),
    rule('reference', 'syntax-reference'),
    rule('type', 'syntax-number'),
    rule('word', 'syntax-number'),
    rule('unknown', 'warning'),
    rule('number', 'syntax-number'),
    rule('string', 'syntax-string'),
    rule('comment', 'syntax-comment', 'italic'),
    rule('operator', 'text-dim'),
  ];
}

function coloursOf(role: Roles): Record<string, string> {
  return {
    'editor.background': role('surface-panel'),
    'editor.foreground': role('text'),
    'editorLineNumber.foreground': role('text-dim'),
    'editorLineNumber.activeForeground': role('text'),
    'editorCursor.foreground': role('accent'),
    'editor.selectionBackground': `${role('accent')}44`,
    'editor.inactiveSelectionBackground': `${role('accent')}22`,
    'editor.lineHighlightBackground': role('surface-hover'),
    'editor.lineHighlightBorder': '#00000000',
    'editorIndentGuide.background1': role('border'),
    'editorWhitespace.foreground': role('border-strong'),
    'editorGutter.background': role('surface-panel'),
    'editorWidget.background': role('surface-floating'),
    'editorWidget.border': role('border'),
    'editorHoverWidget.background': role('surface-floating'),
    'editorHoverWidget.border': role('border'),
    'editorSuggestWidget.background': role('surface-floating'),
    'editorSuggestWidget.border': role('border'),
    'editorSuggestWidget.selectedBackground': role('surface-selected'),
    'editorSuggestWidget.selectedForeground': role('text'),
    'editorSuggestWidget.highlightForeground': role('accent'),
    'editorError.foreground': role('error'),
    'editorWarning.foreground': role('warning'),
    'editorInfo.foreground': role('info'),
    'editorInlayHint.foreground': role('text-dim'),
    'editorInlayHint.background': role('surface-hover'),
    'editorBracketMatch.background': `${role('accent')}22`,
    'editorBracketMatch.border': role('accent'),
    'editorStickyScroll.background': role('surface-panel'),
    'editorOverviewRuler.border': '#00000000',
    'input.background': role('surface-card'),
    'input.foreground': role('text'),
    'input.border': role('border'),
    'list.hoverBackground': role('surface-hover'),
    'list.activeSelectionBackground': role('surface-selected'),
    'list.activeSelectionForeground': role('text'),
    'scrollbarSlider.background': `${role('border-strong')}66`,
    'scrollbarSlider.hoverBackground': `${role('border-strong')}99`,
    focusBorder: role('accent'),
    'widget.shadow': '#00000033',
  };
}
