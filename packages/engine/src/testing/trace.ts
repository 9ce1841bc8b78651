// Traces in the notation of runtime.md §2.9 and §13: `type node [branch] iteration.attempt {decisive data}`; `0.1` and `[main]` are
// left out, `·` or a line end separates events, `…` stands for any number of them, a leading number is the seq. Data that a trace
// does not mention is not compared; "…" stands for any text. Events of models, tools, usage and sessions are left out unless named.
import type { RunEvent } from '../events.ts';
import { isMap, type Json } from '../json.ts';
import { relaxedJson } from './relaxedJson.ts';

interface Expected {
  readonly text: string;
  readonly seq?: number;
  readonly type: string;
  readonly node?: string;
  readonly branch?: string;
  readonly iteration?: number;
  readonly attempt?: number;
  readonly data?: Json;
}

const QUIET = /^(llm_|tool_|delegate_|usage_|session_|cost_unknown)/;

/** The first difference between a log and a trace, for people; null when the log is as written. */
export function traceDifference(log: readonly RunEvent[], trace: string): string | null {
  const expected = parseTrace(trace);
  const named = new Set(expected.flatMap((item) => (item === '…' ? [] : [item.type])));
  const events = log.filter((event) => !QUIET.test(event.type) || named.has(event.type));
  let at = 0;
  let open = false;
  for (const item of expected) {
    if (item === '…') {
      open = true;
      continue;
    }
    const found = open ? events.findIndex((event, index) => index >= at && mismatch(event, item) === null) : at;
    const event = events[found];
    const problem = event === undefined ? 'no such event' : mismatch(event, item);
    if (problem !== null) {
      const near = events.slice(Math.max(0, at - 3), at + 6).map(shown);
      return `expected: ${item.text}\n${problem}\nafter event ${at} of:\n  ${near.join('\n  ')}`;
    }
    at = found + 1;
    open = false;
  }
  if (open || at === events.length) return null;
  return `events after the end of the trace:\n  ${events
    .slice(at, at + 8)
    .map(shown)
    .join('\n  ')}`;
}

function shown(event: RunEvent): string {
  const branch = event.branch_id === undefined ? '' : ` [${event.branch_id}]`;
  const count = `${event.iteration ?? 0}.${event.attempt ?? 1}`;
  return `${event.seq} ${event.type} ${event.node_id ?? ''}${branch} ${count === '0.1' ? '' : count} ${JSON.stringify(event.data)}`;
}

export function shownLog(log: readonly RunEvent[]): string {
  return log
    .filter((event) => !QUIET.test(event.type))
    .map(shown)
    .join('\n');
}

function parseTrace(trace: string): readonly (Expected | '…')[] {
  return separated(trace).map((text) => (text === '…' ? '…' : parseEvent(text)));
}

/** Splits at line ends and `·` outside braces and quotes; comment lines begin with `#` or `—`. */
function separated(trace: string): readonly string[] {
  const parts: string[] = [];
  for (const line of trace.split('\n')) {
    const text = line.trim();
    if (text === '' || text.startsWith('#') || text.startsWith('—')) continue;
    let depth = 0;
    let current = '';
    for (const char of text) {
      if (char === '{') depth += 1;
      if (char === '}') depth -= 1;
      if (char === '·' && depth === 0) {
        parts.push(current.trim());
        current = '';
      } else current += char;
    }
    parts.push(current.trim());
  }
  return parts
    .flatMap((part) => part.split(/(?<=^|\s)(…)(?=\s|$)/))
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function parseEvent(text: string): Expected {
  const match =
    /^(?:(\d+)\s+)?([a-z_]+)(?:\s+([\p{L}_][\p{L}\p{N}_]*))?(?:\s+\[([^\]]+)\])?(?:\s+(\d+)\.(\d+))?(?:\s+(\{.*\}))?$/u.exec(
      text,
    );
  if (match === null) throw new Error(`no event of a trace: ${text}`);
  const [, seq, type = '', node, branch, iteration, attempt, data] = match;
  return {
    text,
    type,
    ...(seq === undefined ? {} : { seq: Number(seq) }),
    ...(node === undefined ? {} : { node }),
    ...(branch === undefined ? {} : { branch }),
    ...(iteration === undefined ? {} : { iteration: Number(iteration), attempt: Number(attempt) }),
    ...(data === undefined ? {} : { data: relaxedJson(data) }),
  };
}

function mismatch(event: RunEvent, expected: Expected): string | null {
  if (event.type !== expected.type) return `type is ${event.type}`;
  if (expected.seq !== undefined && event.seq !== expected.seq) return `seq is ${event.seq}`;
  if (expected.node !== undefined && event.node_id !== expected.node) return `node is ${event.node_id}`;
  if (expected.branch !== undefined && event.branch_id !== expected.branch) return `branch is ${event.branch_id}`;
  if (expected.iteration !== undefined && (event.iteration ?? 0) !== expected.iteration)
    return `iteration is ${event.iteration}`;
  if (expected.attempt !== undefined && (event.attempt ?? 1) !== expected.attempt) return `attempt is ${event.attempt}`;
  return expected.data === undefined ? null : missing(event.data as unknown as Json, expected.data, 'data');
}

/** Where `actual` lacks what `expected` says; lists are compared whole, objects by the keys given. */
export function missing(actual: Json | undefined, expected: Json, path: string): string | null {
  if (expected === '…') return actual === undefined ? `${path} is absent` : null;
  if (isMap(expected)) {
    if (actual === undefined || !isMap(actual)) return `${path} is ${JSON.stringify(actual)}`;
    for (const [key, value] of Object.entries(expected)) {
      const problem = missing(actual[key], value, `${path}.${key}`);
      if (problem !== null) return problem;
    }
    return null;
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return `${path} is ${JSON.stringify(actual)}`;
    for (const [index, item] of expected.entries()) {
      const problem = missing(actual[index], item, `${path}[${index}]`);
      if (problem !== null) return problem;
    }
    return null;
  }
  if (typeof expected === 'string' && expected.includes('…') && typeof actual === 'string') {
    const [before = '', after = ''] = expected.split('…');
    return actual.startsWith(before) && actual.endsWith(after) ? null : `${path} is ${JSON.stringify(actual)}`;
  }
  return actual === expected ? null : `${path} is ${JSON.stringify(actual)}`;
}
