// A duration as it is written (`1h30m`) in words; null when it cannot be read.
const units: Readonly<Record<string, string>> = { ms: 'millisecond', s: 'second', m: 'minute', h: 'hour', d: 'day' };

export function durationWords(text: string): string | null {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/gu)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text.trim()) return null;
  return parts
    .map(([, amount = '', unit = '']) => `${amount} ${units[unit] ?? unit}${amount === '1' ? '' : 's'}`)
    .join(' ');
}
