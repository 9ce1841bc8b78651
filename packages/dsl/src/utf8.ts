// UTF-8 to text, with the places of ill-formed byte sequences (L-LEX-01): each becomes one U+FFFD and is reported as E005; no
// tool writes such a file back. The replacement is that of the Encoding Standard, so that browser and Node agree.

export interface DecodedText {
  readonly text: string;
  /** Offsets in the text of the U+FFFD that stand for ill-formed sequences, ascending. */
  readonly illFormed: readonly number[];
}

/** Decodes a file. A byte order mark stays in the text (L-LEX-03). */
export function decodeUtf8(bytes: Uint8Array): DecodedText {
  const parts: string[] = [];
  const units: number[] = [];
  const illFormed: number[] = [];
  let length = 0;
  const flush = (): void => {
    parts.push(String.fromCharCode(...units));
    length += units.length;
    units.length = 0;
  };
  for (let at = 0; at < bytes.length;) {
    if (units.length >= 8192) flush();
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) {
      units.push(byte);
      at += 1;
      continue;
    }
    const { point, size } = sequence(bytes, at);
    if (point === undefined) {
      illFormed.push(length + units.length);
      units.push(0xfffd);
    } else if (point > 0xffff) {
      units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
    } else {
      units.push(point);
    }
    at += size;
  }
  flush();
  return { text: parts.join(''), illFormed };
}

/** The code point of the sequence at `at`, or none with the number of bytes that one U+FFFD stands for. */
function sequence(bytes: Uint8Array, at: number): { readonly point?: number; readonly size: number } {
  const lead = bytes[at] ?? 0;
  const size =
    lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 1;
  if (size === 1) return { size };
  let point = lead & (0x7f >> size);
  for (let i = 1; i < size; i++) {
    const byte = bytes[at + i] ?? 0;
    if (byte < smallest(lead, i) || byte > largest(lead, i)) return { size: i };
    point = (point << 6) | (byte & 0x3f);
  }
  return { point, size };
}

/** The second byte excludes overlong forms, surrogates and what lies beyond U+10FFFF. */
function smallest(lead: number, index: number): number {
  if (index !== 1) return 0x80;
  return lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
}

function largest(lead: number, index: number): number {
  if (index !== 1) return 0xbf;
  return lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
}
