// Numbers for people: tokens, money, times.
import { formatDuration } from '@iterion/engine';

export function tokens(count: number): string {
  return `${count.toLocaleString('en-US')} token${count === 1 ? '' : 's'}`;
}

/** Money in as many digits as say something; a cost that is not complete is a lower bound (R-BUDGET-10). */
export function cost(usd: number, incomplete: boolean): string {
  const digits = usd === 0 || usd >= 1 ? 2 : usd >= 0.01 ? 3 : 5;
  return `${incomplete ? 'at least ' : ''}$${usd.toFixed(digits)}`;
}

export function seconds(value: number): string {
  return formatDuration(value * 1000);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
