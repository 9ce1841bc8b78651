// H5 of the host: what settles while other inputs wait in front of it is not begun again.
import { expect, test } from 'vitest';
import { place, scripted, startText } from './runs.fixture.ts';

test('R-CORE-08 an effect that settles behind progress and other outcomes is started once', async () => {
  const names = Array.from({ length: 12 }, (_, index) => `a${index}`);
  const text = `router fan:
  mode: fan_out_all
${names.map((name) => `agent ${name}:\n  backend: "claw"\n  readonly: true\n`).join('')}join j:
  strategy: wait_all
workflow wide:
  entry: fan
${names.map((name) => `  fan -> ${name}\n  ${name} -> j\n`).join('')}  j -> done
`;
  const host = scripted(Object.fromEntries(names.map((name) => [name, [{ tokens: 3 }]])));
  const handle = await startText(text, place(), { execute: host.execute });
  const { status, state } = await handle.done;
  expect(status).toBe('finished');
  expect(host.calls.map(({ id }) => id).sort()).toEqual([...new Set(host.calls.map(({ id }) => id))].sort());
  expect(host.calls).toHaveLength(names.length);
  expect(state.usage.tokens).toBe(3 * names.length);
});
