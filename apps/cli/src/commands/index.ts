// The commands, in the order in which the help shows them.
import type { Command } from '../args/spec.ts';
import { cancel } from './cancel.ts';
import { diagram } from './diagram.ts';
import { editor } from './editor.ts';
import { inspect } from './inspect.ts';
import { resume } from './resume.ts';
import { run } from './run.ts';
import { validate } from './validate.ts';
import { version } from './version.ts';

export const COMMANDS: readonly Command[] = [editor, validate, run, inspect, resume, cancel, diagram, version];
