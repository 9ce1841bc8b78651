// What Linux tells about processes under /proc: read only, nothing is started or ended here. Elsewhere the table is empty.
import { readFileSync, readdirSync } from 'node:fs';

/** Living processes whose environment carries `text`; Linux only, elsewhere none. */
export function markedProcesses(text: string): number[] {
  const bytes = Buffer.from(text).toString('latin1');
  return processIds().filter((pid) => {
    if (pid === process.pid) return false;
    try {
      if (!readFileSync(`/proc/${pid}/environ`, 'latin1').includes(bytes)) return false;
    } catch {
      return false; // gone, or somebody else's
    }
    const state = processStat(pid)?.state;
    return state !== undefined && state !== 'Z' && state !== 'X';
  });
}

export function processIds(): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

export function processStat(
  pid: number,
): { state: string; parent: string; group: string; startTicks: string } | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, parent, group] = fields;
  const startTicks = fields[19];
  if (state === undefined || parent === undefined || group === undefined || startTicks === undefined) return undefined;
  return { state, parent, group, startTicks };
}
