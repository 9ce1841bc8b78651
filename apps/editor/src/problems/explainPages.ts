// The help pages of the codes, generated from the language package into the documentation (E-DIAG-08), in one chunk of their own.
const pages = import.meta.glob<string>('../../../../docs/reference/diagnostics/*[0-9].md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The page of a code as Markdown, without its heading; undefined when there is none. */
export function explanationOf(code: string): string | undefined {
  const page = Object.entries(pages).find(([path]) => path.endsWith(`/${code}.md`))?.[1];
  // The first lines say where the page comes from and repeat the title of the dialog.
  return page?.slice(page.indexOf('\n', page.indexOf('\n# ') + 1) + 1).trim();
}
export function explainedCodes(): string[] {
  return Object.keys(pages).map((path) => path.slice(path.lastIndexOf('/') + 1, -'.md'.length));
}
