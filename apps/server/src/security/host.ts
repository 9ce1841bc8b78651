// Attack class 2, DNS rebinding: a foreign name that resolves to this machine makes a browser treat the attacker's page as same-origin.
// Only exact spellings of our own address pass (S-SEC-03); the check comes first, on every request and upgrade.
import { Failure } from '../failure.ts';

/** The server's own place, known once it listens. */
export interface Place {
  readonly port: number;
  readonly tls: boolean;
  /** Further exact Host names (`--allowed-host`). */
  readonly allowedHosts: readonly string[];
}

export function ownHost(place: Place, host: string | undefined): boolean {
  if (host === undefined) return false;
  for (const name of ['127.0.0.1', 'localhost', '[::1]']) if (host === `${name}:${place.port}`) return true;
  return place.allowedHosts.some((name) => host === name || host === `${name}:${place.port}`);
}

export function checkHost(place: Place, host: string | undefined): void {
  if (ownHost(place, host)) return;
  throw new Failure('host_forbidden', 'This server does not answer under that host name.', {
    remedy: `Open http://127.0.0.1:${place.port}/, or start the server with --allowed-host NAME.`,
  });
}

/** The origin a page of ours has when it was reached under `host`, which must have passed the check. */
export function ownOrigin(place: Place, host: string): string {
  return `${place.tls ? 'https' : 'http'}://${host}`;
}
