// The route table as an OpenAPI 3.1 document (S-API-01). Nothing is written by hand but the frame.
import { CLASS_ERRORS, ERROR_STATUS, ROUTES, errorBody, type ErrorCode, type Route } from '@iterion/protocol';
import { z } from 'zod';
import { PRODUCT } from '../product.ts';

type Part = Readonly<Record<string, unknown>>;

export function openApi(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [id, row] of Object.entries(ROUTES as Readonly<Record<string, Route>>)) {
    const path = row.path.replaceAll(/:([a-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [row.method.toLowerCase()]: operation(id, row) };
  }
  return {
    openapi: '3.1.0',
    info: { title: PRODUCT.name, version: PRODUCT.version },
    paths,
    components: {
      schemas: { Error: jsonSchema(errorBody, 'output') },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        key: { type: 'apiKey', in: 'header', name: 'X-Iterion-Key' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'iterion_<port>' },
      },
    },
  };
}

function operation(id: string, row: Route): Part {
  const security =
    row.auth === 'public' ? [] : row.auth === 'bearer' ? [{ bearer: [] }] : [{ cookie: [], key: [] }, { bearer: [] }];
  return {
    operationId: id,
    summary: row.summary,
    security,
    'x-effect': row.effect,
    parameters: [...parameters(row.params, 'path'), ...parameters(row.query, 'query'), ...preconditions(row)],
    ...(row.body === undefined
      ? {}
      : {
          requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(row.body, 'input') } } },
        }),
    responses: { ...successes(row), ...failures(row) },
  };
}

function parameters(schema: z.ZodObject | undefined, where: 'path' | 'query'): Part[] {
  if (schema === undefined) return [];
  const whole = jsonSchema(schema, 'input') as { properties?: Record<string, unknown>; required?: string[] };
  return Object.entries(whole.properties ?? {}).map(([name, each]) => ({
    name,
    in: where,
    required: where === 'path' || (whole.required ?? []).includes(name),
    schema: each,
  }));
}

function preconditions(row: Route): Part[] {
  if (row.precondition !== true) return [];
  return ['If-Match', 'If-None-Match'].map((name) => ({ name, in: 'header', schema: { type: 'string' } }));
}

function successes(row: Route): Record<string, Part> {
  return Object.fromEntries(
    Object.entries(row.responses).map(([status, shape]) => {
      if (shape === 'empty') return [status, { description: 'Done' }];
      if (shape === 'bytes') return [status, { description: 'Bytes', content: { 'application/octet-stream': {} } }];
      return [
        status,
        { description: 'Done', content: { 'application/json': { schema: jsonSchema(shape, 'output') } } },
      ];
    }),
  );
}

function failures(row: Route): Record<string, Part> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of [...CLASS_ERRORS, ...row.errors]) {
    byStatus.set(ERROR_STATUS[code], [...(byStatus.get(ERROR_STATUS[code]) ?? []), code]);
  }
  const schema = { $ref: '#/components/schemas/Error' };
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      { description: codes.join(', '), content: { 'application/json': { schema } } },
    ]),
  );
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Part {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' });
}
