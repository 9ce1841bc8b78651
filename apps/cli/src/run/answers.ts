// Answers given on the command line (R-CLI-16): which open question they belong to, before anything is written.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isMap, type Json, type JsonMap, type ViewInteraction } from '@iterion/engine';
import { mapOf } from '../args/pairs.ts';
import type { Invocation } from '../args/spec.ts';
import { usage } from '../failure.ts';

/** Answers by interaction id; undefined when none are given. */
export function answersOf(
  { args, cwd }: Invocation,
  open: readonly ViewInteraction[],
): Record<string, JsonMap> | undefined {
  const typed = mapOf('answer', args.values('answer'));
  const file = args.value('answers-file');
  const fromFile = file === undefined ? undefined : readAnswers(path.resolve(cwd, file), file);
  const named = args.value('interaction');
  if (fromFile === undefined && Object.keys(typed).length === 0) {
    if (named !== undefined)
      throw usage('--interaction needs answers', 'add --answer FIELD=VALUE or --answers-file FILE');
    return undefined;
  }
  const ids = open.map(({ interaction_id }) => interaction_id);
  if (ids.length === 0) throw usage('the run asks nothing at the moment', 'see it with iterion inspect');
  if (named !== undefined && !ids.includes(named))
    throw usage(`there is no open question ${named}`, `open: ${ids.join(', ')}`);
  // A file may answer several questions at once, by their ids.
  if (fromFile !== undefined && named === undefined && Object.keys(typed).length === 0) {
    const entries = Object.entries(fromFile);
    if (entries.length > 0 && entries.every(([key, value]) => ids.includes(key) && isMap(value))) {
      return Object.fromEntries(entries.map(([key, value]) => [key, isMap(value) ? value : {}]));
    }
  }
  const [only] = ids;
  const target = named ?? (ids.length === 1 ? only : undefined);
  if (target === undefined)
    throw usage('several questions are open', `say which one: ${ids.map((id) => `--interaction ${id}`).join(' or ')}`);
  return { [target]: { ...fromFile, ...typed } };
}

function readAnswers(absolute: string, file: string): JsonMap {
  let value: Json;
  try {
    value = JSON.parse(readFileSync(absolute, 'utf8')) as Json;
  } catch (error) {
    throw usage(`${file} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isMap(value)) throw usage(`${file} holds no JSON object`, 'write {"FIELD": VALUE, …}');
  return value;
}
