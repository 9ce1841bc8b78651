// The part of the language package that no first paint needs; loaded by language.ts.
export { checkDocument, copyFragment, edit, format, formatRange } from '@iterion/dsl';
