// The colours of a shell command: comments, quoted texts, variables and the words that begin a command. A glance, not a parser: quoting of
// references is the language package's business.
export interface ShellMark {
  readonly start: number;
  readonly end: number;
  readonly kind: 'comment' | 'string' | 'variable' | 'keyword';
}

const token =
  /(?<comment>(?<=^|\s)#[^\n]*)|(?<string>"(?:\\.|[^"\\])*"|'[^']*')|(?<variable>\$(?:\w+|[@*#?$!-]))|(?<keyword>(?<=^|[\s;&|(])(?:if|then|else|elif|fi|for|in|do|done|while|until|case|esac|function|return|exit|set|export|local|cd|echo)(?=[\s;)&|]|$))/gmu;

export function shellMarks(text: string): readonly ShellMark[] {
  return [...text.matchAll(token)].flatMap((match): ShellMark[] => {
    const kind = (['comment', 'string', 'variable', 'keyword'] as const).find(
      (name) => match.groups?.[name] !== undefined,
    );
    return kind === undefined ? [] : [{ start: match.index, end: match.index + match[0].length, kind }];
  });
}
