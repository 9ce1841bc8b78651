// The file view over the chunks: statements with their places, workflows with their bodies, groups, front matter.
import type {
  Chunk,
  Comment,
  Declaration,
  EdgeStatement,
  ErrorStatement,
  File,
  GroupComment,
  Placed,
  Property,
} from '../tree.ts';
import { readFrontMatter } from './frontMatter.ts';
import type { Chunks } from './index.ts';

type BodyStatement = Property | EdgeStatement | ErrorStatement;

export function assemble({ chunks, starts }: Chunks): File {
  const statements: Placed<Declaration | ErrorStatement>[] = [];
  const workflows: { header: Placed<Declaration>; statements: Placed<BodyStatement>[] }[] = [];
  const groups: Placed<GroupComment>[] = [];
  let body: Placed<BodyStatement>[] | undefined;
  for (let i = 0; i < chunks.length; i++) {
    const chunk = chunks[i];
    const at = starts[i];
    if (chunk === undefined || at === undefined) continue;
    for (const comment of chunk.comments) {
      const group = comment.role === 'group' ? readGroup(comment) : undefined;
      if (group !== undefined) groups.push({ node: group, at, chunk });
    }
    const { statement } = chunk;
    if (statement !== undefined && statement.type !== 'Entry') {
      if (
        statement.type === 'Property' ||
        statement.type === 'Edge' ||
        (chunk.inWorkflow && statement.type !== 'Declaration')
      ) {
        body?.push({ node: statement, at, chunk });
      } else if (!chunk.inWorkflow) {
        statements.push({ node: statement, at, chunk });
        body = undefined;
        if (statement.type === 'Declaration' && statement.kind === 'workflow') {
          body = [];
          workflows.push({ header: { node: statement, at, chunk }, statements: body });
        }
      }
    }
    for (const inner of chunk.inner) {
      statements.push({ node: inner, at, chunk });
      if (inner.kind !== 'workflow') continue;
      workflows.push({ header: { node: inner, at, chunk }, statements: inlineBody(inner, at, chunk) });
    }
  }
  const frontMatter = chunks[0] === undefined ? undefined : readFrontMatter(chunks[0]);
  const file = { chunks, starts, statements, workflows, groups };
  return frontMatter === undefined ? file : { ...file, frontMatter };
}

/** The items and edges of a workflow that stands inside another declaration. */
function inlineBody(workflow: Declaration, at: number, chunk: Chunk): Placed<BodyStatement>[] {
  const placed: Placed<BodyStatement>[] = [];
  for (const node of workflow.block?.statements ?? []) {
    if (node.type !== 'Declaration' && node.type !== 'Entry') placed.push({ node, at, chunk });
  }
  return placed;
}

/** `@group NAME: node, node`; undefined for a comment that only begins like one. */
function readGroup(comment: Comment): GroupComment | undefined {
  const match = /^(##?[ \t]*@group[ \t]+)([^:,\s][^:,]*):(.*)$/su.exec(comment.text);
  const name = match?.[2]?.trimEnd();
  const lead = match?.[1];
  const list = match?.[3];
  if (match === null || name === undefined || lead === undefined || list === undefined) return undefined;
  const nameStart = comment.start + lead.length;
  const members: { name: string; span: { start: number; end: number } }[] = [];
  let at = comment.start + match[0].length - list.length;
  for (const part of list.split(',')) {
    const member = part.trim();
    const start = at + (part.length - part.trimStart().length);
    if (member !== '') members.push({ name: member, span: { start, end: start + member.length } });
    at += part.length + 1;
  }
  return { comment, name, nameSpan: { start: nameStart, end: nameStart + name.length }, members };
}
