// The user's settings (E-SHELL-16): whatever the editor keeps for a person and not for a workspace, as one JSON object of their configuration.
import { z } from 'zod';
import { contentHash } from '../shapes/basics.ts';
import { routes } from './route.ts';

const values = z.record(z.string().max(64), z.unknown());
/** `hash` is null while nothing was kept. */
const kept = z.object({ values, hash: contentHash.nullable() });
export type KeptPreferences = z.infer<typeof kept>;

export const preferenceRoutes = routes({
  'preferences.read': {
    method: 'GET',
    path: '/api/preferences',
    summary: 'The settings of the user',
    auth: 'session',
    effect: 'read',
    responses: { 200: kept },
    errors: [],
  },
  'preferences.write': {
    method: 'PUT',
    path: '/api/preferences',
    summary: 'Keep the settings of the user',
    auth: 'session',
    effect: 'write',
    body: z.strictObject({ values }),
    responses: { 200: kept },
    errors: ['precondition_failed', 'precondition_required', 'storage_full'],
    precondition: true,
    bodyLimit: 65_536,
  },
});
