import { wireTable } from '@iterion/protocol';
import { expect, test } from 'vitest';

test('S-API-01 the table that the browser carries is the protocol’s (update with vitest -u after a change there)', async () => {
  await expect(`${JSON.stringify(wireTable(), null, 2)}\n`).toMatchFileSnapshot('./routeTable.json');
});
