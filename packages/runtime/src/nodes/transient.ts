// Signs that a failed command may pass by itself (R-REC-03): data, matched case-insensitively on the last 4 KiB of stderr.

/** EX_TEMPFAIL, and what `timeout` exits with. */
const TRANSIENT_EXIT_CODES = new Set([75, 124]);

const TRANSIENT_TEXTS = [
  /\bcould not (?:get|acquire|obtain) (?:the )?lock\b/i,
  /\bunable to (?:acquire|lock|obtain)\b.*\block\b/i,
  /\bunable to create '.*\.lock'/i,
  /\b(?:database|resource|file|index|table) is (?:temporarily )?locked\b/i,
  /\block(?:ed)? by another process\b/i,
  /\bwaiting for (?:file )?lock\b/i,
  /\bconnection (?:was )?reset\b/i,
  /\beconnreset\b/i,
  /\bconnection timed out\b/i,
  /\b(?:operation|request|read|connect|handshake) timed out\b/i,
  /\btime(?:d)?[- ]out (?:while|waiting|reached|after|exceeded)\b/i,
  /\betimedout\b/i,
  /\btemporary failure in name resolution\b/i,
  /\beai_again\b/i,
  /\bcould not resolve host\b/i,
  /\btry again\b/i,
  /\btemporarily unavailable\b/i,
] as const;

/** How a command ended that failed. */
export interface FailedCommand {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stderrTail: string;
}

/** True if the failure may pass by itself; a signal counts, because the host sent none. */
export function isTransient({ exitCode, signal, stderrTail }: FailedCommand): boolean {
  if (signal !== null) return true;
  if (exitCode !== null && TRANSIENT_EXIT_CODES.has(exitCode)) return true;
  return TRANSIENT_TEXTS.some((pattern) => pattern.test(stderrTail));
}
