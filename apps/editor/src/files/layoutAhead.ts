// The layout of a file is asked for together with the file: the first graph needs both, and neither has to wait for the other (E-PERF-03).
import { api } from '../server/api.ts';

async function ask(path: string) {
  return api.call('layout.read', { query: { path } });
}
const asked = new Map<string, ReturnType<typeof ask>>();

export function askLayoutAhead(path: string): void {
  const answer = ask(path);
  asked.set(path, answer);
  // Whoever takes it hears of a failure; until then it is nobody's.
  answer.catch(() => {});
}
/** The layout on disk: the answer that was asked for ahead, once, else a new one. Rejects with `ApiError`. */
export async function readLayout(path: string): ReturnType<typeof ask> {
  const ahead = asked.get(path);
  asked.delete(path);
  return ahead ?? ask(path);
}
