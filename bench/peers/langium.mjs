// A parser that Langium makes from a grammar of the same shape as the generated workflows: blocks by indentation, properties, edges. It
// reads a subset of the language, with no checks; the lines of prompts are quoted first, since its lexer has no free text.
import { IndentationAwareLexer, IndentationAwareTokenBuilder } from 'langium';
import { createServicesForGrammar } from 'langium/grammar';

const grammar = `
grammar Workflow
entry File: statements+=Statement*;
Statement: Block | Property | Edge;
Block: (kind=ID)? name=ID ':' INDENT statements+=Statement+ DEDENT;
Property: name=ID ':' value=Value ('=' fallback=Value)?;
Edge: from=ID '->' to=ID (('when' not?='not'? condition=ID) | ('as' loop=ID '(' bound=INT ')') | ('with' '{' entries+=Entry (',' entries+=Entry)* '}'))*;
Entry: key=ID ':' value=STRING;
Value: text=STRING | number=INT | word=ID ('[' ']')? | '[' items+=STRING (',' items+=STRING)* ']';
terminal ID: /[_a-zA-Z][\\w_]*/;
terminal INT returns number: /[0-9]+/;
terminal STRING: /"[^"\\n]*"/;
terminal INDENT: 'synthetic:indent';
terminal DEDENT: 'synthetic:dedent';
hidden terminal WS: /[ \\t]+/;
hidden terminal NL: /[\\r\\n]+/;
hidden terminal COMMENT: /#[^\\n\\r]*/;
`;

/** Gives a function that parses a text and returns the errors it found. */
export async function makeParser() {
  const services = await createServicesForGrammar({
    grammar,
    module: {
      parser: {
        TokenBuilder: () =>
          new IndentationAwareTokenBuilder({
            indentTokenName: 'INDENT',
            dedentTokenName: 'DEDENT',
            whitespaceTokenName: 'WS',
            ignoreIndentationDelimiters: [
              ['{', '}'],
              ['[', ']'],
            ],
          }),
        Lexer: (each) => new IndentationAwareLexer(each),
      },
    },
  });
  const parser = services.parser.LangiumParser;
  return (text) => {
    const { lexerErrors, parserErrors } = parser.parse(text);
    return [...lexerErrors, ...parserErrors];
  };
}

/** The same text with the lines of prompts in quotes. */
export function withQuotedPrompts(text) {
  const quoted = (body) => body.replace(/^ {2}(.+)$/gm, (_, line) => `  line: "${line}"`);
  return text.replace(/^(prompt \w+:\n)((?: {2}.*\n|\n)+)/gm, (_, header, body) => header + quoted(body));
}
