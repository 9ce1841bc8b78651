// The width of interface text without a screen: advance widths of Inter at 11 px, in groups. Layout needs chip sizes before
// anything is painted and the same ones on every machine (E-LAYOUT-03, E-EDGE-03), so nothing is ever measured.

const narrow = new Set("iljI|!.,:;'`");
const slim = new Set('frt()[]{}/\\-" 1');
const wide = new Set('mwMW@%⇄↻ƒ≤');

export function textWidth(text: string, fontSize = 11): number {
  let width = 0;
  for (const character of text) {
    if (narrow.has(character)) width += 3.1;
    else if (slim.has(character)) width += 4.4;
    else if (wide.has(character)) width += 9.6;
    else if (character >= 'A' && character <= 'Z') width += 7.5;
    else if (character <= '\u024f') width += 6.5;
    else width += 11;
  }
  return Math.ceil((width * fontSize) / 11);
}
