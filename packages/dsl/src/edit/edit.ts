// The door of the edit operations: one pure function from (document, operation) to sorted text edits or a refusal (L-EDIT-01).
import type { Document } from '../document.ts';
import { applyEdits, type TextEdit } from '../source.ts';
import { parse } from '../document.ts';
import { bridgeNode } from './bridge.ts';
import { changeKind } from './changeKind.ts';
import { renameWithKey, setCondition, setLoop, setWith, unsetWith } from './clauses.ts';
import { setDescription, setGroup } from './comments.ts';
import { fromConditionRouter, toConditionRouter } from './conditionRouter.ts';
import { addDeclaration, duplicateDeclaration, moveDeclaration, removeDeclaration } from './declaration.ts';
import { addEdge, addNodeStep, insertOnEdge, moveEdge, removeEdge, retargetEdge } from './edges.ts';
import { moveMember, removeMember, setMember } from './members.ts';
import type { EditOperation, EditReport, EditResult } from './operations.ts';
import { pasteFragment } from './paste.ts';
import { extractPrompt, extractSchema, setPromptBody } from './prompts.ts';
import { setProperty, unsetProperty } from './property.ts';
import { Refused } from './refusal.ts';
import { renameDeclaration, renameMember } from './rename.ts';
import { EditSum } from './sum.ts';

interface Done {
  readonly edits: readonly TextEdit[];
  readonly report?: EditReport;
}

/** Carries out one operation. Never throws for an operation of the type; `edits` are on the exact text of the document. */
export function edit(document: Document, operation: EditOperation): EditResult {
  try {
    const { edits, report = {} } = carryOut(document, operation);
    const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
    return { ok: true, edits: withLineEnds(document.text, sorted), report };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

function carryOut(document: Document, operation: EditOperation): Done {
  switch (operation.op) {
    case 'addDeclaration':
      return { edits: addDeclaration(document, operation), report: { names: { [operation.name]: operation.name } } };
    case 'removeDeclaration':
      return { edits: removeDeclaration(document, operation) };
    case 'bridgeNode': {
      const { edits, dropped } = bridgeNode(document, operation.name);
      return { edits, report: { dropped } };
    }
    case 'renameDeclaration':
      return { edits: renameDeclaration(document, operation.space, operation.from, operation.to) };
    case 'renameMember':
      return { edits: renameMember(document, operation.space, operation.from, operation.to) };
    case 'duplicateDeclaration':
      return { edits: duplicateDeclaration(document, operation, operation.as) };
    case 'moveDeclaration':
      return { edits: moveDeclaration(document, operation) };
    case 'changeKind': {
      const { edits, dropped } = changeKind(document, operation.node, operation.kind);
      return { edits, report: { dropped } };
    }
    case 'extractPrompt':
      return { edits: extractPrompt(document, operation) };
    case 'extractSchema':
      return { edits: extractSchema(document, operation) };
    case 'setProperty':
      return { edits: setProperty(document, operation.target, operation.value) };
    case 'unsetProperty':
      return { edits: unsetProperty(document, operation.target) };
    case 'setMember':
      return { edits: setMember(document, operation.block, operation.key, operation.parts) };
    case 'removeMember':
      return { edits: removeMember(document, operation.block, operation.key) };
    case 'moveMember':
      return { edits: moveMember(document, operation) };
    case 'setPromptBody':
      return { edits: setPromptBody(document, operation.name, operation.text) };
    case 'setDescription':
      return { edits: setDescription(document, operation.target, operation.text) };
    case 'setGroup':
      return { edits: setGroup(document, operation) };
    case 'addEdge':
      return { edits: addEdge(document, operation.from, operation.to, operation.clauses, operation.place) };
    case 'removeEdge':
      return { edits: removeEdge(document, operation.edge) };
    case 'retargetEdge':
      return { edits: retargetEdge(document, operation) };
    case 'insertOnEdge': {
      const add =
        operation.add === undefined ? undefined : addNodeStep(operation.add.kind, operation.node, operation.add.props);
      return { edits: insertOnEdge(document, operation, add) };
    }
    case 'setCondition':
      return { edits: setCondition(document, operation.edge, operation.when) };
    case 'setLoop':
      return { edits: setLoop(document, operation.edge, operation.loop) };
    case 'setWith':
      return { edits: setWith(document, operation.edge, operation.key, operation.value) };
    case 'unsetWith':
      return { edits: unsetWith(document, operation.edge, operation.key) };
    case 'renameWithKey':
      return { edits: renameWithKey(document, operation.edge, operation.from, operation.to) };
    case 'moveEdge':
      return { edits: moveEdge(document, operation.edge, operation.place) };
    case 'toConditionRouter':
      return { edits: toConditionRouter(document, operation.node, operation.name) };
    case 'fromConditionRouter':
      return { edits: fromConditionRouter(document, operation.router) };
    case 'pasteFragment': {
      const { edits, names } = pasteFragment(document, operation);
      return { edits, report: { names } };
    }
    case 'batch':
      return batch(document, operation.operations);
    default:
      return operation satisfies never;
  }
}

/** A text whose lines all end with CRLF gets no others, wherever in new text a line ends: between lines or in a literal (L-EDIT-03). */
function withLineEnds(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  if (!edits.some(({ newText }) => LONE_LF.test(newText)) || !text.includes('\r\n') || LONE_LF.test(text)) return edits;
  return edits.map((edit) => {
    const joins = text[edit.start - 1] === '\r' && edit.newText.startsWith('\n');
    const rest = (joins ? edit.newText.slice(1) : edit.newText).replace(LONE_LFS, '\r\n');
    return { ...edit, newText: joins ? `\n${rest}` : rest };
  });
}
const LONE_LF = /(?<!\r)\n/;
const LONE_LFS = /(?<!\r)\n/g;

/** Each operation on the result of the one before; the sum as one list of edits. One refusal refuses the whole. */
function batch(document: Document, operations: readonly EditOperation[]): Done {
  const sum = new EditSum(document.text.length);
  let current = document;
  const names: Record<string, string> = {};
  const dropped: string[] = [];
  for (const operation of operations) {
    const { edits, report } = carryOut(current, operation);
    const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
    Object.assign(names, report?.names);
    dropped.push(...(report?.dropped ?? []));
    if (sorted.length === 0) continue;
    sum.add(sorted);
    current = parse(applyEdits(current.text, sorted), current);
  }
  return { edits: sum.edits(), report: { names, dropped } };
}
