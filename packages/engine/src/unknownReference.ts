// The error of a reference to a name that exists neither in the graph nor in the data (R-TPL-03 a): which part of the path is
// unknown, on which line it is written, and the nearest name that exists.
import { didYouMean, type Ref } from '@iterion/dsl';
import { follow, isMap, type Json } from './json.ts';
import { namespaceMember, referenceText } from './reference.ts';
import type { Scope } from './scope.ts';
import type { TemplateFailure } from './templateFailure.ts';

const MEMBER_OF: { readonly [K in Ref['ns']]: string } = {
  vars: 'variable',
  input: 'input field',
  outputs: 'node',
  artifacts: 'artifact',
  loop: 'loop',
  run: 'member of run',
  attachments: 'attachment',
};

export function unknownReference(ref: Ref, line: number, scope: Scope): TemplateFailure {
  const reference = referenceText(ref.ns, ref.path);
  const { what, name, known } = firstUnknown(ref, scope);
  const near = didYouMean(name, known);
  const place = line > 0 ? ` on line ${line}` : '';
  return {
    code: 'TEMPLATE_ERROR',
    reference,
    message: `{{${reference}}}${place} refers to ${what} ${name}, which does not exist`,
    ...(near === undefined ? {} : { hint: `the nearest name is ${near}` }),
  };
}

function firstUnknown(ref: Ref, scope: Scope): { what: string; name: string; known: readonly string[] } {
  const [head = '', ...rest] = ref.path;
  const members = namesIn(ref.ns, scope);
  const value = namespaceMember(scope, ref.ns, String(head));
  if (value === undefined && !members.includes(String(head))) {
    return { what: MEMBER_OF[ref.ns], name: String(head), known: members };
  }
  let at: Json = value ?? null;
  for (const [index, key] of rest.entries()) {
    const next = follow(at, [key]);
    if (next === undefined) {
      const before = referenceText(ref.ns, [head, ...rest.slice(0, index)]);
      return { what: `a field of ${before},`, name: String(key), known: isMap(at) ? Object.keys(at) : [] };
    }
    at = next;
  }
  return { what: MEMBER_OF[ref.ns], name: String(head), known: members };
}

function namesIn(ns: Ref['ns'], scope: Scope): readonly string[] {
  switch (ns) {
    case 'vars':
      return Object.keys(scope.vars);
    case 'input':
      return [...(isMap(scope.input) ? Object.keys(scope.input) : []), ...Object.keys(scope.inputBehind ?? {})];
    case 'outputs':
    case 'artifacts':
    case 'loop':
      return scope.names(ns);
    case 'run':
      return Object.keys(scope.run);
    case 'attachments':
      return Object.keys(scope.attachments);
    default:
      return ns satisfies never;
  }
}
