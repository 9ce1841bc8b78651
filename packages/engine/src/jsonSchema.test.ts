import { expect, test } from 'vitest';
import { jsonSchemaOf } from './jsonSchema.ts';

const at = { line: 1, column: 1, offset: 0 };
const range = { start: at, end: at };

test('R-LLM-10 all declared fields are required, nothing else is allowed', () => {
  expect(
    jsonSchemaOf({
      description: 'the verdict',
      fields: [
        { name: 'ok', type: 'bool', range, description: 'whether it may pass' },
        { name: 'n', type: 'int', range },
        { name: 'share', type: 'float', range },
        { name: 'risk', type: 'string', enum: ['low', 'high'], range },
        { name: 'tags', type: 'string[]', enum: ['a', 'b'], range },
        { name: 'notes', type: 'string[]', range },
        { name: 'data', type: 'json', range },
      ],
    }),
  ).toEqual({
    type: 'object',
    description: 'the verdict',
    properties: {
      ok: { type: 'boolean', description: 'whether it may pass' },
      n: { type: 'integer' },
      share: { type: 'number' },
      risk: { type: 'string', enum: ['low', 'high'] },
      tags: { type: 'array', items: { type: 'string', enum: ['a', 'b'] } },
      notes: { type: 'array', items: { type: 'string' } },
      data: {},
    },
    required: ['ok', 'n', 'share', 'risk', 'tags', 'notes', 'data'],
    additionalProperties: false,
  });
});
