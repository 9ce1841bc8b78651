import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRedactor, isSecretName, secretsOf } from './redact.ts';

test('R-STORE-30 a secret is known by a word part of its name and at least 8 characters', () => {
  for (const name of [
    'API_KEY',
    'OPENAI_API_KEY',
    'GITHUB_TOKEN',
    'DB_PASSWORD',
    'awsSecretAccessKey',
    'SSH_PRIVATE',
    'SESSION_COOKIE',
    'AUTH',
    'APIKEY',
    'TOKENS',
  ]) {
    expect(isSecretName(name), name).toBe(true);
  }
  for (const name of ['MONKEY', 'KEYBOARD', 'GIT_AUTHOR_NAME', 'PATH', 'TURKEY_CITY', 'HOME', 'TOKENIZER'])
    expect(isSecretName(name), name).toBe(false);
  expect(
    secretsOf({
      A_TOKEN: '1234567',
      B_TOKEN: '12345678',
      PLAIN: 'not a secret',
      LISTED: 'by its name',
      ITERION_SECRETS: 'X, LISTED',
    }),
  ).toEqual([
    { name: 'B_TOKEN', value: '12345678' },
    { name: 'LISTED', value: 'by its name' },
  ]);
});

const secret = fc
  .string({ minLength: 8, maxLength: 60, unit: 'binary' })
  .filter((text) => text.isWellFormed() && text.trim().length >= 8);
const around = fc.string({ maxLength: 20, unit: 'grapheme' }).filter((text) => text.isWellFormed());

test('R-STORE-31 no encoding of a secret survives, wherever it stands', () => {
  fc.assert(
    fc.property(secret, around, around, (value, before, after) => {
      const { text } = createRedactor([{ name: 'CANARY', value }]);
      const forms = [
        value,
        JSON.stringify(value).slice(1, -1),
        encodeURIComponent(value),
        Buffer.from(value).toString('base64'),
        Buffer.from(value).toString('base64url'),
      ];
      for (const form of forms) {
        const clean = text(`${before}${form}${after}`);
        expect(clean).toContain('[redacted:CANARY]');
        expect(clean.replaceAll('[redacted:CANARY]', '')).not.toContain(form);
      }
    }),
  );
});

test('R-STORE-31 a secret inside a longer base64 text is found at each alignment', () => {
  fc.assert(
    fc.property(secret, fc.uint8Array({ maxLength: 8 }), fc.uint8Array({ maxLength: 8 }), (value, before, after) => {
      const encoded = Buffer.concat([before, Buffer.from(value), after]).toString('base64');
      expect(createRedactor([{ name: 'CANARY', value }]).text(`Basic ${encoded}`)).toContain('[redacted:CANARY]');
    }),
  );
});

test('R-STORE-31 values, keys and numbers are cleaned; what is clean stays the same object', () => {
  const redactor = createRedactor([
    { name: 'PIN_TOKEN', value: '123456789' },
    { name: 'A_KEY', value: 'abcdefgh' },
  ]);
  expect(redactor.json({ abcdefgh: [123456789, { x: 'see abcdefgh' }] })).toEqual({
    '[redacted:A_KEY]': ['[redacted:PIN_TOKEN]', { x: 'see [redacted:A_KEY]' }],
  });
  const clean = { a: [1, 'b', { c: null }] };
  expect(redactor.json(clean)).toBe(clean);
});

test('R-STORE-31 of two secrets that overlap the longer is taken', () => {
  const redactor = createRedactor([
    { name: 'SHORT_KEY', value: 'abcdefgh' },
    { name: 'LONG_KEY', value: 'abcdefghijkl' },
  ]);
  expect(redactor.text('abcdefghijkl abcdefgh')).toBe('[redacted:LONG_KEY] [redacted:SHORT_KEY]');
});
