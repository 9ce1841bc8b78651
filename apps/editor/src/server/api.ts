// REST through the typed client of the protocol. One client for the whole tab.
import { type Client, createClient } from '@iterion/protocol';
import { sessionKey } from './session.ts';
import { tabId } from './tab.ts';

export { ApiError } from '@iterion/protocol';

export const api: Client = createClient({ key: sessionKey, client: tabId });
