// Error codes of runs and their classes (R-REC-02): the one list that core, host, reports and interfaces read.

/** retry: may pass by itself; pause: needs a person or time; terminal: will not pass unchanged; command: never in a log. */
export type ErrorClass = 'retry' | 'terminal' | 'command';

export const ERROR_CLASSES = {
  RATE_LIMITED: 'retry',
  NETWORK_TRANSIENT: 'retry',
  BACKEND_CRASHED: 'retry',
  TOOL_FAILED_TRANSIENT: 'retry',
  CONTEXT_LENGTH_EXCEEDED: 'retry',
  TOOL_FAILED_PERMANENT: 'terminal',
  SCHEMA_VALIDATION: 'terminal',
  TEMPLATE_ERROR: 'terminal',
  EXPRESSION_ERROR: 'terminal',
  TOOL_NOT_FOUND: 'terminal',
  POLICY_DENIED: 'terminal',
  MODEL_UNKNOWN: 'terminal',
  BACKEND_UNAVAILABLE: 'terminal',
  AUTH_FAILED: 'terminal',
  ENV_MISSING: 'terminal',
  MCP_UNAVAILABLE: 'terminal',
  QUESTION_DEPTH: 'terminal',
  WORKSPACE_SAFETY: 'terminal',
  NODE_NOT_FOUND: 'terminal',
  NO_OUTGOING_EDGE: 'terminal',
  LOOP_EXHAUSTED: 'terminal',
  JOIN_FAILED: 'terminal',
  BUDGET_EXCEEDED: 'terminal',
  TIMEOUT: 'terminal',
  CANCELLED: 'terminal',
  EXECUTION_FAILED: 'terminal',
  RESUME_INVALID: 'command',
  RUN_LOCKED: 'command',
  RUN_NOT_FOUND: 'command',
  RUN_EXISTS: 'command',
  STORE_CORRUPT: 'command',
  WORKFLOW_INVALID: 'command',
  USAGE: 'command',
} as const satisfies { readonly [code: string]: ErrorClass };

export type ErrorCode = keyof typeof ERROR_CLASSES;

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERROR_CLASSES, text);
}
