// Durations: the text of a workflow file (L-LEX-26), the arguments of commands (R-CLI-05), and how a duration is shown.

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
]);
const DAY_MS = 86_400_000;
const PART = /([0-9]+(?:\.[0-9]+)?)(ns|us|µs|ms|s|m|h|d)/y;

/** Milliseconds of a duration such as `1h30m`, `2.5s` or `0`; null for any other text (L-LEX-26). */
export function parseDuration(text: string): number | null {
  return text === '0' ? 0 : sumOfParts(text, UNIT_MS);
}

const ARGUMENT_UNIT_MS: ReadonlyMap<string, number> = new Map([...UNIT_MS, ['d', DAY_MS]]);

/** Milliseconds of a command-line duration: as in a file, also days; a bare number is seconds (R-CLI-05). */
export function parseDurationArgument(text: string): number | null {
  if (/^[0-9]+(\.[0-9]+)?$/.test(text)) return Number(text) * 1_000;
  return sumOfParts(text, ARGUMENT_UNIT_MS);
}

function sumOfParts(text: string, units: ReadonlyMap<string, number>): number | null {
  if (text === '') return null;
  let total = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const part = PART.exec(text);
    const unit = units.get(part?.[2] ?? '');
    if (part === null || unit === undefined) {
      PART.lastIndex = 0;
      return null;
    }
    total += Number(part[1]) * unit;
  }
  return Number.isFinite(total) ? total : null;
}

/** A duration for people, in at most two units: `850ms`, `4.2s`, `3m 05s`, `1h 30m`, `2d 4h`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)}ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)}s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m ${String(seconds % 60).padStart(2, '0')}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1_440) return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}m`;
  return `${Math.floor(minutes / 1_440)}d ${Math.floor((minutes % 1_440) / 60)}h`;
}
