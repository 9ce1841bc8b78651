// The public face of the runtime: what CLI and server may use.
export { RuntimeError, type CommandCode } from './errors.ts';
export { VERSION } from './version.ts';
export {
  type DotEnv,
  type Environment,
  type RunEnvironment,
  loadEnvironment,
  parseDotEnv,
  runEnvironment,
} from './environment.ts';
export { type Redactor, type Secret, createRedactor, isSecretName, secretsOf } from './redact.ts';
export { type GivenValues, type StartValues, coerceVars } from './vars.ts';
export { type Recipe, parseRecipe } from './recipes/recipe.ts';
export { type AppliedRecipe, applyRecipe } from './recipes/applyRecipe.ts';
export {
  type BenchRow,
  type BenchRun,
  type BenchSummary,
  benchmark,
  countsOf,
  summarize,
} from './recipes/benchmark.ts';
export { type Estimate, estimateOf } from './report/estimate.ts';
export { eventLine } from './report/eventLine.ts';
export { escaped, markdownTable } from './report/markdown.ts';
export { type Report, reportJson, reportOf } from './report/report.ts';
export { reportCsv } from './report/reportCsv.ts';
export { reportHtml } from './report/reportHtml.ts';
export { reportMarkdown } from './report/reportMarkdown.ts';
export { openInteractions, simulatedNote } from './report/viewFacts.ts';
export { type ModelEntry, type ModelTable, loadModelTable, priceOf } from './models/modelTable.ts';
export { startLimits } from './limits.ts';
export { findExecutable } from './executables.ts';
export { processStart } from './process.ts';
export { type Clock, wallClock } from './clock.ts';
export type { RunListener } from './host.ts';
export type { ExecutionContext, Executor } from './nodes/executor.ts';

export { type StartOptions, startRun } from './start.ts';
export { type ResumeOptions, type Resumed, resumeRun } from './resume.ts';
export { type ForkOptions, createFork, startFork } from './fork.ts';
export { type PreflightOptions, preflight } from './preflight.ts';
export type { HostSettings, RunHandle, RunResult } from './runHandle.ts';
export { type StopOptions, recordOrphan, stopRun } from './cancel.ts';
export { askHolder } from './remote.ts';

export { type Store, newRunId, openStore } from './store/store.ts';
export type { StoredHeader } from './store/header.ts';
export type { StoredArtifact, StoredInteraction } from './store/derived.ts';
export type { RunMetadata } from './store/metadata.ts';
export type { LockHolder } from './store/lock.ts';
export type { EventReading } from './store/runLog.ts';
export { LOG_START, type LogPosition } from './store/logReader.ts';
export type { FollowOptions, Follower } from './store/follow.ts';
export type { FsyncMode } from './store/eventLog.ts';
export { type BlobReference, isBlobReference } from './store/blobs.ts';
export { TRASH_DAYS, type Trashed } from './store/trash.ts';
