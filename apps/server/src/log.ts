// Log lines (S-API-23): time, level, request id, route id, status, duration. Never bodies, tokens, codes, query values, variables, answers.

const LEVELS = ['error', 'warn', 'info', 'debug', 'trace'] as const;
export type Level = (typeof LEVELS)[number];
type LogFields = Readonly<Record<string, string | number | boolean>>;
export type Log = (level: Level, message: string, fields?: LogFields) => void;

/** One JSON object a line, to whatever `write` is. */
export function createLog(threshold: Level, write: (line: string) => void): Log {
  const most = LEVELS.indexOf(threshold);
  return (level, message, fields = {}) => {
    if (LEVELS.indexOf(level) > most) return;
    write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
  };
}
