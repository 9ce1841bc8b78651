import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCommand, parseEnvironment, parseMixed, parseTemplate, strayReferences } from './template.ts';

const refs = (source: string) =>
  parseTemplate(source).pieces.flatMap((piece) => (piece.kind === 'ref' ? [[piece.ns, ...piece.path]] : []));

test('L-TPL-01 references are read with their paths and places', () => {
  expect(refs('a {{vars.x}} b {{ outputs.n.list[-1].k }}')).toEqual([
    ['vars', 'x'],
    ['outputs', 'n', 'list', -1, 'k'],
  ]);
  const [piece] = parseTemplate('{{ input.a-b[2] }}').pieces;
  expect(piece).toMatchObject({
    start: 0,
    end: 18,
    names: [
      { start: 3, end: 8 },
      { start: 9, end: 12 },
      { start: 12, end: 15 },
    ],
  });
});

test('L-TPL-01 the escape yields two braces, also with single quotes', () => {
  expect(parseTemplate('{{"{{"}} x }} {{\'{{\'}}').pieces).toEqual([
    { kind: 'text', text: '{{ x }} {{', start: 0, end: 22 },
  ]);
});

test('L-TPL-01 whatever else follows `{{` is malformed, and the other references stay in force', () => {
  for (const bad of [
    '{{}}',
    '{{vars}}',
    '{{foo.x}}',
    '{{vars.}}',
    '{{vars.x | upper}}',
    '{{vars.x y}}',
    '{{vars[0]}}',
  ]) {
    const parsed = parseTemplate(`${bad} {{run.id}}`);
    expect(parsed.errors, bad).toMatchObject([{ start: 0, end: bad.length }]);
    expect(refs(`${bad} {{run.id}}`)).toEqual([['run', 'id']]);
  }
  expect(parseTemplate('{{ vars.x\n}} {{vars.y}}').errors).toMatchObject([{ start: 0, end: 9, closeAt: 9 }]);
  expect(parseTemplate('{{ a {{vars.x}} }}').errors).toMatchObject([{ start: 0, end: 5 }]);
  expect(refs('{{ a {{vars.x}} }}')).toEqual([['vars', 'x']]);
  expect(parseTemplate('a }} b').errors).toEqual([]);
});

test('L-TPL-10 whole means exactly one reference and nothing else', () => {
  expect(parseTemplate('{{vars.x}}').whole).toBe(true);
  for (const other of [' {{vars.x}}', '{{vars.x}}{{vars.y}}', 'x', '']) expect(parseTemplate(other).whole).toBe(false);
});

test('L-ENV-01 environment references with nested defaults; other dollars are text', () => {
  expect(parseEnvironment('a${X}b').pieces).toMatchObject([
    { kind: 'text', text: 'a' },
    { kind: 'env', name: 'X', start: 1, end: 5 },
    { kind: 'text', text: 'b' },
  ]);
  expect(parseEnvironment('${X:-${Y:-z}/{}}').pieces).toMatchObject([
    {
      kind: 'env',
      name: 'X',
      default: {
        source: '${Y:-z}/{}',
        pieces: [
          { kind: 'env', name: 'Y' },
          { kind: 'text', text: '/{}' },
        ],
      },
    },
  ]);
  for (const text of ['$X', '${x-y}', '${1}', '${X:-', '${{ x', '$']) {
    expect(parseEnvironment(text).pieces).toEqual([{ kind: 'text', text, start: 0, end: text.length }]);
  }
});

test('L-ENV-01 a text may hold both kinds of reference', () => {
  expect(parseMixed('${P}/{{vars.m}}').pieces.map((piece) => piece.kind)).toEqual(['env', 'text', 'ref']);
  expect(parseMixed('${{ x }}').errors).toHaveLength(1);
});

const quoting = (command: string) => parseCommand(command).quoting;

test('L-TPL-12 each reference of a command knows its quoting', () => {
  const r = '{{vars.x}}';
  expect(quoting(`a ${r} "${r}" '${r}' x${r}`)).toEqual(['bare', 'double', 'single', 'bare']);
  expect(quoting(`echo "$(cat ${r} "${r}" '${r}')${r}"`)).toEqual(['bare', 'double', 'single', 'double']);
  expect(quoting(`echo \`cat ${r}\` $'${r}' ${r}`)).toEqual(['none', 'none', 'bare']);
  expect(quoting(`echo "it\\"s ${r}" it\\'s ${r} \\${r}`)).toEqual(['double', 'bare', 'none']);
  expect(quoting(`echo x # don't\necho ${r}`)).toEqual(['bare']);
  expect(quoting(`echo "\${y:-${r}}" \${y:-"${r}"} \${y:-${r}}`)).toEqual(['double', 'double', 'bare']);
});

test('L-TPL-12 here-documents: a quoted delimiter takes no reference', () => {
  const r = '{{vars.x}}';
  expect(quoting(`cat <<EOF ${r}\nit's ${r}\nEOF\necho ${r}`)).toEqual(['bare', 'double', 'bare']);
  expect(quoting(`cat <<'EOF'\n${r}\nEOF\necho ${r}`)).toEqual(['none', 'bare']);
  expect(quoting(`cat <<-"E"\n\t${r}\n\tE\necho ${r}`)).toEqual(['none', 'bare']);
  expect(quoting(`cat <<< ${r}; echo $((1<<2)) ${r}`)).toEqual(['bare', 'bare']);
});

test('L-TPL-12 where the shell computes it would evaluate a value again: no reference', () => {
  const r = '{{vars.x}}';
  expect(quoting(`echo $(( (${r}) + 1 )) "$(( ${r} ))" ${r}`)).toEqual(['none', 'none', 'bare']);
  expect(quoting(`(( ${r} > 1 )) && echo ${r}; for ((i=0; i<${r}; i++)); do echo ${r}; done`)).toEqual([
    'none',
    'bare',
    'none',
    'bare',
  ]);
  expect(quoting(`echo $(( $(echo ${r}) )) $[${r}] ${r}`)).toEqual(['none', 'none', 'bare']);
  expect(quoting(`echo \${a[${r}]} "\${a[${r}]}" \${a:${r}:1} \${a:-${r}} ${r}`)).toEqual([
    'none',
    'none',
    'none',
    'bare',
    'bare',
  ]);
  expect(quoting(`[[ ${r} -gt 3 ]] && [[ ${r} == ${r} ]] && [ ${r} -gt 3 ] && echo ${r}`)).toEqual([
    'none',
    'bare',
    'bare',
    'bare',
    'bare',
  ]);
  expect(quoting(`a[${r}]=1; ls f[0-9]${r} x[ ${r}; [ ${r} = 1 ]`)).toEqual(['none', 'bare', 'bare', 'bare']);
  expect(quoting(`(cd x; echo ${r}) && ( (echo ${r}) )`)).toEqual(['bare', 'bare']);
});

test('L-TPL-12 right behind a dollar there is no word', () => {
  expect(quoting('echo ${{vars.x}} "${{vars.x}}" $ {{vars.x}}')).toEqual(['none', 'none', 'bare']);
});

test('L-ENV-03 names that the command assigns are left to the shell', () => {
  const env = (command: string) =>
    parseCommand(command).pieces.flatMap((piece) => (piece.kind === 'env' ? [piece.name] : []));
  expect(env('X=1; echo ${X} ${Y}')).toEqual(['Y']);
  expect(env('for f in a b; do echo ${f}; done; read -r line; echo ${line} ${HOME}')).toEqual(['HOME']);
});

test('L-TPL-02 every `{{` of a text without templates is found', () => {
  expect(strayReferences('a {{vars.x}} {{y')).toMatchObject([{ start: 2 }, { start: 13 }]);
  expect(strayReferences('a }} b')).toEqual([]);
});

test('L-TPL-01 the pieces and errors of any text are in order and lie within it', () => {
  const part = fc.constantFrom(
    '{{',
    '}}',
    'vars.x',
    '${',
    '}',
    'A',
    ':-',
    '\n',
    '!',
    '"',
    "'",
    '`',
    '$(',
    ')',
    '<<',
    ' ',
    '\\',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const source = parts.join('');
      for (const parsed of [parseTemplate(source), parseCommand(source), parseEnvironment(source)]) {
        let at = 0;
        for (const piece of parsed.pieces) {
          expect(piece.start).toBeGreaterThanOrEqual(at);
          expect(piece.end).toBeGreaterThan(piece.start);
          at = piece.end;
        }
        expect(at).toBeLessThanOrEqual(source.length);
      }
    }),
  );
});

test('L-REC-01 reading a text takes linear time', () => {
  for (const unit of ['{{', '${A:-', '{{vars.x ', '${', '`$(', '<<']) {
    const started = performance.now();
    parseCommand(unit.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  }
});
