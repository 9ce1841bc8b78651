// The one socket of a browser tab (S-WS-01). Its messages are in `socket/`.
import { routes } from './route.ts';

export const socketRoutes = routes({
  'socket.open': {
    method: 'GET',
    path: '/api/ws',
    summary: 'Upgrade to the subscription socket',
    auth: 'session',
    effect: 'read',
    responses: { 101: 'empty' },
    errors: [],
    upgrade: true,
  },
});
