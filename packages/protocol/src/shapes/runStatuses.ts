// What can become of a run (S-API-13). Beside the schemas and not among them: the browser lists statuses without loading any schema.
export const RUN_STATUSES = [
  'queued',
  'running',
  'paused_waiting_human',
  'paused_operator',
  'finished',
  'failed',
  'failed_resumable',
  'cancelled',
] as const;
