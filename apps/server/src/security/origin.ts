// Attack classes 3, 4, 7: socket hijack, simple-request forgery, null origins. Whatever a browser sends with our cookie must come from our own
// page: `Sec-Fetch-Site` says so where the browser has it, `Origin` must equal our origin on everything that changes state and on the
// upgrade; absent and `null` are refused (S-SEC-04). Bearer clients are no browsers and need neither.
import { Failure } from '../failure.ts';

export interface OriginFacts {
  readonly method: string;
  readonly upgrade: boolean;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  /** Our own origin under the host name of the request. */
  readonly own: string;
}

export function checkOrigin(facts: OriginFacts): void {
  if (facts.fetchSite !== undefined && facts.fetchSite !== 'same-origin') throw foreign();
  const reads = (facts.method === 'GET' || facts.method === 'HEAD') && !facts.upgrade;
  if (reads) return;
  if (facts.origin !== facts.own) throw foreign();
}

function foreign(): Failure {
  return new Failure('origin_forbidden', 'The request does not come from a page of this server.', {
    remedy: 'Use the editor in the tab that was opened by its link.',
  });
}
