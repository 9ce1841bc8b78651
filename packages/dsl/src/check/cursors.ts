// Cursors: their declarations (C085) and the settings of nodes (C083, C084). See L-DECL-40.
import { absolute } from '../compile/context.ts';
import { cursorEntries, parseBand } from '../compile/declarations.ts';
import type { Model } from '../compile/model.ts';
import type { DeclSymbol, NodeSymbol } from '../compile/symbols.ts';
import { entriesOf, type Token } from '../tree.ts';
import { didYouMeanFix, inside } from './fixes.ts';

export function checkCursorDeclarations(model: Model): void {
  for (const cursor of model.symbols.cursors.values()) declaration(model, cursor);
}

function declaration(model: Model, cursor: DeclSymbol): void {
  const { problems } = model.context;
  const { props, name, at, decl } = cursor;
  const nameSpan = absolute(at, cursor.nameToken);
  const about = { path: `cursor ${name}` };
  if (props.get('description') === undefined && !decl.broken) {
    problems.report('C085', nameSpan, { form: 'description', with: { name }, ...about });
  }
  const values = props.get('values');
  const bands = props.get('bands');
  if (values === undefined && bands === undefined && !decl.broken) {
    problems.report('C085', nameSpan, { form: 'neither', with: { name }, ...about });
  }
  if (values !== undefined && bands !== undefined) {
    const later = values.node.start > bands.node.start ? values : bands;
    problems.report('C085', absolute(at, later.node.name), { form: 'both', with: { name }, ...about });
  }
  const seen: { readonly lo: number; readonly hi: number; readonly key: string }[] = [];
  for (const entry of bands === undefined ? [] : entriesOf(bands.node)) {
    const key = entry.key.value;
    const band = parseBand(key);
    const span = absolute(at, entry.key);
    if (band === undefined) {
      if (!entry.broken) problems.report('C085', span, { form: 'band', with: { value: key }, ...about });
      continue;
    }
    const other = seen.find((each) => band.lo <= each.hi && each.lo <= band.hi);
    if (other !== undefined && other.key !== key) {
      problems.report('C085', span, { form: 'overlap', with: { value: key, other: other.key }, ...about });
    }
    seen.push({ ...band, key });
  }
}

/** The settings of a node: checked also when they are not enabled. */
export function checkCursorUses(model: Model, node: NodeSymbol): void {
  const { problems } = model.context;
  const { cursors } = model.symbols;
  const property = node.props.get('cursors');
  for (const entry of property === undefined ? [] : entriesOf(property.node)) {
    if (property === undefined) break;
    const name = entry.key.value;
    const cursor = cursors.get(name);
    const about = { nodeId: node.name, path: `${node.kind} ${node.name}.cursors.${name}` };
    if (cursor === undefined) {
      const span = absolute(property.at, entry.key);
      problems.report('C083', span, {
        with: { name },
        ...about,
        fixes: [didYouMeanFix(name, cursors.keys(), inside(entry.key, property.at))],
      });
      continue;
    }
    if (entry.broken || entry.value?.type !== 'Literal') continue;
    const { token } = entry.value;
    const words = cursorEntries(cursor).values?.map((value) => value.name) ?? [];
    if (token.value.includes('$') || resolves(cursor, token)) continue;
    problems.report('C084', absolute(property.at, token), {
      with: { name, value: token.value },
      ...about,
      fixes: [didYouMeanFix(token.value, words, inside(token, property.at))],
    });
  }
}

function resolves(cursor: DeclSymbol, token: Token): boolean {
  const { values, bands } = cursorEntries(cursor);
  if (values?.some((value) => value.name === token.value) === true) return true;
  const number = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(token.value) ? Number(token.value) : undefined;
  if (number === undefined) return false;
  if (bands !== undefined) return bands.some((band) => number >= band.lo && number <= band.hi);
  return number >= 0 && (values?.length ?? 0) > 0;
}
