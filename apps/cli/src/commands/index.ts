// The commands, in the order in which the help shows them.
import type { Command } from '../args/spec.ts';
import { bench } from './bench.ts';
import { cancel } from './cancel.ts';
import { diagram } from './diagram.ts';
import { editor } from './editor.ts';
import { fmt } from './fmt.ts';
import { fork } from './fork.ts';
import { init } from './init.ts';
import { inspect } from './inspect.ts';
import { lsp } from './lsp.ts';
import { plan } from './plan.ts';
import { report } from './report.ts';
import { resume } from './resume.ts';
import { run } from './run.ts';
import { schema } from './schema.ts';
import { validate } from './validate.ts';
import { version } from './version.ts';

export const COMMANDS: readonly Command[] = [
  init,
  editor,
  validate,
  fmt,
  plan,
  run,
  inspect,
  resume,
  cancel,
  fork,
  report,
  bench,
  diagram,
  schema,
  lsp,
  version,
];
