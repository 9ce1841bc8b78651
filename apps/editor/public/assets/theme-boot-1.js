// Sets the theme before the first paint, so that no other theme flashes (E-VIS-13). The application takes over in app/colorScheme.ts.
(function () {
  var choice = 'system';
  try {
    choice = localStorage.getItem('iterion.theme') || 'system';
  } catch {
    // Storage may be closed to us; the system's theme is a good answer then.
  }
  var root = document.documentElement;
  var dark = /dark$/.test(choice) || (choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  root.style.colorScheme = dark ? 'dark' : 'light';
  if (/^hc-/.test(choice) || matchMedia('(prefers-contrast: more), (forced-colors: active)').matches)
    root.setAttribute('data-contrast', 'high');
})();
