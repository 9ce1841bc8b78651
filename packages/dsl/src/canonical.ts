// Canonical JSON: no blanks, keys of every object in code-unit order, absent (`undefined`) members left out. Equal values have one
// text, so its hash names the value (R-CORE-15, L-IR-03). Depth is bounded by the limits of §11, so recursion is safe here.

/** The canonical JSON of a plain JSON value; `skip` leaves out members by name at every depth. */
export function canonicalJson(value: unknown, skip?: (key: string) => boolean): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) {
    let text = '[';
    for (let i = 0; i < value.length; i++) {
      if (i > 0) text += ',';
      text += canonicalJson(value[i], skip);
    }
    return text + ']';
  }
  const object = value as { readonly [key: string]: unknown };
  let text = '';
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member === undefined || skip?.(key) === true) continue;
    text += `${text === '' ? '{' : ','}${JSON.stringify(key)}:${canonicalJson(member, skip)}`;
  }
  return text === '' ? '{}' : text + '}';
}
