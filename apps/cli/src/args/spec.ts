// How a command describes itself: one declaration drives parsing, help and the nearest-name messages.
import type { Json } from '@iterion/engine';
import type { Terminal } from '../output/terminal.ts';

export interface OptionSpec {
  readonly name: string;
  readonly short?: string;
  /** What the value is called in the help; absent: the option is a switch. */
  readonly value?: string;
  /** Used when the option stands without its value. */
  readonly implied?: string;
  readonly repeatable?: boolean;
  readonly summary: string;
}

export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  /** The words after the command, e.g. `FILE…`. */
  readonly operands?: string;
  readonly least?: number;
  readonly most?: number;
  readonly options: readonly OptionSpec[];
  /** Whole lines for the end of the help. */
  readonly examples?: readonly string[];
}

export interface Parsed {
  readonly operands: readonly string[];
  /** Whether a switch is given. */
  has(name: string): boolean;
  /** The last value of an option. */
  value(name: string): string | undefined;
  /** Every value of a repeatable option, in order. */
  values(name: string): readonly string[];
}

/** What a command leaves behind: its exit code and, for `--json`, its one document (R-CLI-02), unless it has printed that itself. */
export interface CommandResult {
  readonly exitCode: number;
  readonly json?: Json;
}

export interface Invocation {
  readonly args: Parsed;
  readonly terminal: Terminal;
  /** `--json`: nothing but the result's document goes to stdout. */
  readonly json: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

export interface Command extends CommandSpec {
  /** Loads what the command needs and carries it out; a `Failure` is what it reports. */
  run(invocation: Invocation): Promise<CommandResult>;
}
