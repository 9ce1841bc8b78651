// How operations say no: a `Refused` is thrown inside this folder only and becomes a `Refusal` value at its door, `edit`.
import type { Refusal, RefusalCode } from './operations.ts';

export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}

export function refuse(code: RefusalCode, reason: string): never {
  throw new Refused({ code, reason });
}
