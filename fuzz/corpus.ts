// The files that the fuzzer starts from: the examples, every example of the specification and both files of every diagnostic.
import { readdirSync, readFileSync } from 'node:fs';
import { CODES } from '../packages/dsl/src/index.ts';
import { everything } from '../packages/dsl/src/fixtures/everything.ts';

const root = new URL('..', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

export function corpus(): string[] {
  const examples = readdirSync(new URL('examples', root)).filter((name) => name.endsWith('.iter'));
  const specification = [...read('docs/spec/language.md').matchAll(/```iter\n([\s\S]*?)```/g)].flatMap(
    ([, text = '']) => text.split(/^## L-EX-.*\n/m).filter((part) => part !== ''),
  );
  const diagnostics = [...CODES.values()].flatMap(({ failing, mended }) => [failing, mended]);
  return [...specification, ...diagnostics, ...examples.map((name) => read(`examples/${name}`)), everything];
}
