// A list of records as a table (E-RUN-23): columns in the order they are first seen. Pure; null where a tree reads better.
import type { Json } from '@iterion/dsl';

const mostColumns = 12;

export function recordsOf(
  value: Json,
): { readonly columns: readonly string[]; readonly rows: readonly (readonly Json[])[] } | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const columns: string[] = [];
  for (const entry of value) {
    if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) return null;
    for (const key of Object.keys(entry)) if (!columns.includes(key)) columns.push(key);
    if (columns.length > mostColumns) return null;
  }
  return {
    columns,
    rows: value.map((entry) => columns.map((column) => (entry as Record<string, Json>)[column] ?? null)),
  };
}
