// `-` among the files of a command: the text that comes in on standard input, read once before the command begins.
import type { Terminal } from '../output/terminal.ts';
import { usage } from '../failure.ts';

/** The operand that stands for standard input; a file of this name is `./-`. */
export const STANDARD_INPUT = '-';

/** All of standard input where an operand names it, else undefined. */
export async function standardInput(
  operands: readonly string[],
  { input }: Pick<Terminal, 'input'>,
): Promise<Uint8Array | undefined> {
  const times = operands.filter((operand) => operand === STANDARD_INPUT).length;
  if (times === 0) return undefined;
  if (times > 1) throw usage('- is given twice', 'standard input can be read once');
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

/** How messages call the file of an operand. */
export const nameOf = (operand: string): string => (operand === STANDARD_INPUT ? '<stdin>' : operand);
