// What server and clients say to each other: one route table, the messages of the socket, the shapes both speak of, and a client made
// from the table. Events and snapshots of runs are the engine's own.
export * from './errors.ts';
export * from './limits.ts';
export * from './apiError.ts';
export * from './wire.ts';
export * from './client.ts';
export * from './routes/route.ts';
export * from './routes/table.ts';
export {
  serverInfo,
  environmentReport,
  type Availability,
  type ServerInfo,
  type EnvironmentReport,
} from './routes/session.ts';
export { launchRequest, type LaunchRequest, type LaunchVariable } from './shapes/launch.ts';
export { executionDetail, type ArtifactItem, type ExecutionDetail, type NodeStats } from './shapes/runDetail.ts';
export type { ExampleItem, ModelItem } from './routes/language.ts';
export type { KeptPreferences } from './routes/preferences.ts';
export type { Snippet } from './routes/snippets.ts';
export type { DownloadRequest } from './routes/downloads.ts';
export type { ReportFormat } from './routes/runs.ts';
export * from './shapes/basics.ts';
export * from './shapes/file.ts';
export * from './shapes/interaction.ts';
export * from './shapes/manifest.ts';
export * from './shapes/plan.ts';
export * from './shapes/run.ts';
export * from './shapes/runStatuses.ts';
export * from './socket/channels.ts';
export * from './socket/client.ts';
export * from './socket/server.ts';
export * from './socket/handshake.ts';
