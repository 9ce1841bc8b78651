// run.json says what the view of the same events says (R-VIEW-06, S-134).
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { emptyView, viewAll } from '@iterion/engine';
import { expect, test } from 'vitest';
import { place, startText } from './runs.fixture.ts';

const examples = fileURLToPath(new URL('../../../examples/', import.meta.url));

test.each(readdirSync(examples).filter((name) => name.endsWith('.iter')))(
  'R-VIEW-06 the header of %s equals the run part of its view',
  async (file) => {
    const text = readFileSync(path.join(examples, file), 'utf8');
    for (const options of [
      { simulate: { seed: '1' } },
      { simulate: { seed: '2', humans: 'off' as const } },
      { backend: 'simulate' },
    ]) {
      const at = place();
      const handle = await startText(text, at, { ...options, fsync: 'off' });
      await handle.done;
      const header: Record<string, unknown> = { ...at.store.header(handle.runId) };
      const { run } = viewAll(emptyView(), at.store.events(handle.runId).events);
      // What only a live view shows.
      const { active_since: _active, stopping: _stopping, output: _output, ...shared } = run;
      for (const [key, value] of Object.entries(shared)) expect(header[key], key).toEqual(value);
      for (const key of ['open_interactions', 'last_seq', 'iterion_version', 'inherited_usage', ...Object.keys(shared)])
        delete header[key];
      expect(header).toEqual({});
    }
  },
);
