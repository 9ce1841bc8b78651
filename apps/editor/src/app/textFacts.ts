// What the status bar says about a text: its indentation and its line ends.

export function indentOf(text: string): string {
  const first = /^([ \t]+)\S/m.exec(text)?.[1];
  if (first === undefined) return 'Spaces 2';
  return first.startsWith('\t') ? 'Tabs' : `Spaces ${first.length}`;
}
export function eolOf(text: string): 'LF' | 'CRLF' | 'Mixed' {
  const crlf = text.split('\r\n').length - 1;
  const lf = text.split('\n').length - 1 - crlf;
  return crlf === 0 ? 'LF' : lf === 0 ? 'CRLF' : 'Mixed';
}
