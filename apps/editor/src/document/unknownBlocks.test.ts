import { expect, test } from 'vitest';
import { compileDocument, parseText } from './language.ts';
import { emptyProjection, project, type Projection } from './projection.ts';
import { unknownBlocks } from './unknownBlocks.ts';

const file = (header: string): string =>
  `vars:\n  a: int\n\n${header}\n  size: 3\n\nschema s:\n  x: int\n\nsome junk\n\nprompt:\n  x\n\nsome junk\n\nagent a:\n  model: "m/x"\n\nworkflow w:\n  entry: a\n\n  a -> done\n`;
function projected(text: string, previous: Projection): Projection {
  const document = parseText(text);
  return project({ text, graph: compileDocument(document), unknown: unknownBlocks(document) }, previous);
}
const unknownOf = (projection: Projection) => projection.declarations.filter((view) => view.space === 'unknown');

test('E-DOC-16 E-INSP-24 what is no declaration, or has no name, is an item of the file; its id outlives a new first line', () => {
  const first = projected(file('widget thing:'), emptyProjection);
  expect(unknownOf(first).map(({ name }) => name)).toEqual(['widget thing', 'some junk', 'prompt', 'some junk (2)']);
  const place = first.places.get('unknown:widget thing');
  expect(file('widget thing:').slice(place?.start.offset, place?.end.offset)).toBe('widget thing:\n  size: 3');
  const renamed = projected(file('widget stuff:'), first);
  expect(unknownOf(renamed)[0]).toMatchObject({ id: 'unknown:widget thing', name: 'widget stuff' });
  const known = projected(file('agent thing:'), renamed);
  expect(unknownOf(known).map(({ name }) => name)).toEqual(['some junk', 'prompt', 'some junk (2)']);
  expect(known.nodes.map(({ name }) => name)).toContain('thing');
});
