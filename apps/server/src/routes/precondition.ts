// `If-Match: "<hash>"` and `If-None-Match: *` (the mark H of the route table): a change names the content it is based on.
import { Failure } from '../failure.ts';
import type { Base } from './handler.ts';

const STRONG_TAG = /^"(sha256-[0-9a-f]{64})"$/;

export function readPrecondition(ifMatch: string | undefined, ifNoneMatch: string | undefined): Base {
  if (ifMatch !== undefined && ifNoneMatch !== undefined) {
    throw new Failure('invalid_request', 'If-Match and If-None-Match exclude each other.');
  }
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() === '*') return 'create';
    throw new Failure('invalid_request', 'If-None-Match must be *.', { field: 'if-none-match' });
  }
  if (ifMatch === undefined) {
    throw new Failure('precondition_required', 'The request does not say which content it is based on.', {
      remedy: 'Send If-Match with the hash of the content, or If-None-Match: * to create.',
    });
  }
  const hash = STRONG_TAG.exec(ifMatch.trim())?.[1];
  if (hash === undefined) {
    throw new Failure('invalid_request', 'If-Match must be one quoted content hash.', { field: 'if-match' });
  }
  return { hash };
}
