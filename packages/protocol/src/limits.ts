// Every number that bounds a request, a socket or a file (S-API-09, S-API-12, S-WS-06 … S-WS-11). The server enforces them, the client
// reads them from `/api/info` and `welcome`.

const KIB = 1024;
const MIB = 1024 * KIB;

export const PROTOCOL = { min: 1, max: 1 } as const;

export const LIMITS = {
  bodyBytes: 10 * MIB,
  textBytes: 4 * MIB,
  jsonDepth: 64,
  queryBytes: 8 * KIB,
  pathBytes: 1024,
  inFlight: 32,
  requestsPerSecond: 200,
  listDefault: 100,
  listMax: 1000,
  payloadInlineBytes: 32 * KIB,
  parallelRuns: 8,
  socketConnections: 20,
  socketChannels: 64,
  socketFrameBytes: MIB,
  socketTextFrameBytes: 6 * MIB,
  socketFramesPerSecond: 200,
  socketUnacknowledgedBytes: 4 * MIB,
  socketBatchItems: 500,
  socketBatchBytes: 256 * KIB,
  socketCatchUpItems: 5000,
  socketSnapshotPartBytes: MIB,
} as const;

export const TIMES = {
  codeMs: 10 * 60_000,
  sessionMs: 7 * 24 * 3_600_000,
  codeLockMs: 60_000,
  trashMs: 7 * 24 * 3_600_000,
  idempotencyMs: 24 * 3_600_000,
  downloadMs: 60_000,
  helloMs: 5_000,
  pingMs: 20_000,
  pongMs: 10_000,
  silenceMs: 60_000,
  batchMs: 50,
  acknowledgeMs: 250,
  documentDebounceMs: 200,
  ownerAnswerMs: 5_000,
  readBodyMs: 10_000,
} as const;

/** Names of the request and response headers of the protocol. */
export const HEADERS = {
  /** The second secret of a browser session (S-SEC-02). */
  key: 'x-iterion-key',
  /** Protocol version of the request, and of the response (S-API-06). */
  protocol: 'x-iterion-protocol',
  /** Product version, on every response (S-API-06). */
  product: 'x-iterion-version',
  /** Id of the browser tab, the same as `client.id` of the socket's `hello`; comes back as `by` (S-FILE-08). */
  client: 'x-iterion-client',
  idempotencyKey: 'idempotency-key',
} as const;
