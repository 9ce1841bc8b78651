// The words of the command line for values of a run, apart from the rest of the runtime: commands that need nothing else stay quick (R-CLI-24).
export { cost, plural, seconds, tokens } from './report/numbers.ts';
export { oneLine, visible } from './report/plainText.ts';
