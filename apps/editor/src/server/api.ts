// REST through the typed client of the protocol. One client for the whole tab. The browser carries the route table as data, so that the
// first paint need not load the schemas (E-PERF-02); routeTable.test.ts holds it equal to the protocol's.
import { type Client, type WireTable, createWire } from '@iterion/protocol';
import routeTable from './routeTable.json';
import { sessionKey } from './session.ts';
import { tabId } from './tab.ts';

export { ApiError } from '@iterion/protocol';

const table = routeTable as unknown as WireTable;
export const api: Client = { call: createWire(table, { key: sessionKey, client: tabId }) as Client['call'] };
