// Times for people: "3 min ago". Both arguments in milliseconds since the epoch.

const steps = [
  [60_000, 1000, 's'],
  [3_600_000, 60_000, 'min'],
  [86_400_000, 3_600_000, 'h'],
] as const;

export function ago(time: number, now: number): string {
  const passed = Math.max(0, now - time);
  if (passed < 5000) return 'just now';
  for (const [below, unit, name] of steps) if (passed < below) return `${Math.floor(passed / unit)} ${name} ago`;
  const days = Math.floor(passed / 86_400_000);
  return days === 1 ? 'yesterday' : `${days} days ago`;
}
