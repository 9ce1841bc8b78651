// Files that repeat what the log says: published outputs and interactions (R-STORE-13, R-STORE-25, R-STORE-26). They are written after
// their events are durable, never read to decide anything, and written again from the log when they are missing.
import { existsSync } from 'node:fs';
import type { EventOf, Json, RunEvent } from '@iterion/engine';
import { readDocument, writeDocument } from './document.ts';
import type { Blobs } from './blobs.ts';
import type { Disk } from './disk.ts';
import type { RunPaths } from './layout.ts';

export interface StoredArtifact {
  readonly run_id: string;
  readonly node_id: string;
  readonly branch_id: string;
  readonly iteration: number;
  readonly attempt: number;
  readonly publish: string;
  readonly version: number;
  readonly written_at: string;
  readonly sha256: string;
  readonly data: Json;
}

export interface StoredInteraction {
  readonly id: string;
  readonly run_id: string;
  readonly node_id: string;
  readonly branch_id: string;
  readonly iteration: number;
  readonly kind: string;
  readonly requested_at: string;
  readonly questions: Json;
  readonly instructions?: string;
  readonly form: readonly Json[];
  readonly min_answers?: number;
  readonly shown_hash: string;
  readonly answers?: Json;
  readonly answered_at?: string;
  readonly answered_by?: string;
  readonly void?: boolean;
}

interface Target {
  readonly paths: RunPaths;
  readonly disk: Disk;
  readonly blobs: Blobs;
  readonly sync: boolean;
}

/** Turns events, in log order, into the files that belong to them. Holds the outputs that may yet be published. */
export class DerivedFiles {
  readonly #target: Target;
  /** Output of the last finish per activation whose artifact has not been seen: at most one per branch. */
  readonly #outputs = new Map<string, { key: string; output: Json }>();
  readonly #interactions = new Map<string, StoredInteraction>();

  constructor(target: Target) {
    this.#target = target;
  }

  /** Writes the files of durable events. `missingOnly` leaves alone what is there: for repairs on opening. */
  write(events: readonly RunEvent[], options: { missingOnly?: boolean } = {}): void {
    const touched = new Set<string>();
    for (const event of events) {
      switch (event.type) {
        case 'node_finished':
          this.#outputs.set(event.branch_id ?? 'main', { key: activationOf(event), output: event.data.output });
          break;
        case 'artifact_written':
          this.#writeArtifact(event, options.missingOnly === true);
          break;
        case 'human_input_requested':
          this.#request(event, touched);
          break;
        case 'human_answers_recorded':
          this.#answer(event, touched);
          break;
        default:
          break; // no other event has a file of its own
      }
    }
    for (const id of touched) this.#writeInteraction(id, options.missingOnly === true);
  }

  /** Makes an output known that was finished before the events that will be given to `write`. */
  remember(branch: string, activation: string, output: Json): void {
    this.#outputs.set(branch, { key: activation, output });
  }

  #writeArtifact(event: EventOf<'artifact_written'>, missingOnly: boolean): void {
    const branch = event.branch_id ?? 'main';
    const finished = this.#outputs.get(branch);
    if (finished === undefined || finished.key !== activationOf(event)) {
      throw new Error(`event ${event.seq} publishes an output that the log does not hold`);
    }
    const file = this.#target.paths.artifact(event.node_id ?? '', event.data.version);
    if (missingOnly && existsSync(file)) return;
    const artifact: StoredArtifact = {
      run_id: event.run_id,
      node_id: event.node_id ?? '',
      branch_id: branch,
      iteration: event.iteration ?? 0,
      attempt: event.attempt ?? 1,
      publish: event.data.publish,
      version: event.data.version,
      written_at: event.timestamp,
      sha256: event.data.sha256,
      data: finished.output,
    };
    this.#write(file, artifact);
  }

  #request(event: EventOf<'human_input_requested'>, touched: Set<string>): void {
    const { data } = event;
    if (data.replaces !== undefined) {
      const replaced = this.#known(data.replaces);
      if (replaced !== undefined) this.#interactions.set(data.replaces, { ...replaced, void: true });
      touched.add(data.replaces);
    }
    this.#interactions.set(data.interaction_id, {
      id: data.interaction_id,
      run_id: event.run_id,
      node_id: event.node_id ?? '',
      branch_id: event.branch_id ?? 'main',
      iteration: event.iteration ?? 0,
      kind: data.kind,
      requested_at: event.timestamp,
      questions: data.questions,
      ...(data.instructions === undefined ? {} : { instructions: data.instructions }),
      form: data.form as unknown as readonly Json[],
      ...(data.min_answers === undefined ? {} : { min_answers: data.min_answers }),
      shown_hash: data.shown_hash,
    });
    touched.add(data.interaction_id);
  }

  #answer(event: EventOf<'human_answers_recorded'>, touched: Set<string>): void {
    const id = event.data.interaction_id;
    const asked = this.#known(id);
    if (asked === undefined) return;
    this.#interactions.set(id, {
      ...asked,
      answers: event.data.answers,
      answered_at: event.timestamp,
      ...(event.data.by === undefined ? {} : { answered_by: event.data.by }),
    });
    touched.add(id);
  }

  /** An interaction asked in this process, else what its file says. */
  #known(id: string): StoredInteraction | undefined {
    const known = this.#interactions.get(id);
    if (known !== undefined) return known;
    const file = readDocument(this.#target.paths.interaction(id)) as Json | undefined;
    return file === undefined
      ? undefined
      : (this.#target.blobs.internalize(file, () => undefined) as unknown as StoredInteraction);
  }

  #writeInteraction(id: string, missingOnly: boolean): void {
    const interaction = this.#interactions.get(id);
    const file = this.#target.paths.interaction(id);
    if (interaction === undefined) return;
    if (missingOnly && sameDocument(file, this.#target.blobs.externalize(interaction as unknown as Json))) return;
    this.#write(file, interaction);
  }

  #write(file: string, value: unknown): void {
    const { disk, blobs, sync } = this.#target;
    writeDocument(disk, file, blobs.externalize(value as Json), { sync });
  }
}

function activationOf(event: RunEvent): string {
  return `${event.branch_id ?? 'main'}:${event.node_id ?? ''}:${event.iteration ?? 0}`;
}

function sameDocument(file: string, value: Json): boolean {
  try {
    return JSON.stringify(readDocument(file)) === JSON.stringify(value);
  } catch {
    return false; // damaged: written again
  }
}
