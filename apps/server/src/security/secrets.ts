// Random secrets and their comparison. Secrets are kept and compared as SHA-256 digests of equal length, in constant time, so that neither
// content nor length leaks through timing (S-SEC-02, S-SEC-04).
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits, base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

export function sameDigest(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
