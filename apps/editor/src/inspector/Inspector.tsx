// The inspector (E-INSP-01): the form of the primary selected item; with nothing selected, of the workflow; of several, their list.
import IconArrowRight from '@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs';
import IconBraces from '@tabler/icons-react/dist/esm/icons/IconBraces.mjs';
import IconFileUnknown from '@tabler/icons-react/dist/esm/icons/IconFileUnknown.mjs';
import IconMessage2 from '@tabler/icons-react/dist/esm/icons/IconMessage2.mjs';
import IconPaperclip from '@tabler/icons-react/dist/esm/icons/IconPaperclip.mjs';
import IconAdjustments from '@tabler/icons-react/dist/esm/icons/IconAdjustments.mjs';
import IconBoxMultiple from '@tabler/icons-react/dist/esm/icons/IconBoxMultiple.mjs';
import IconPlug from '@tabler/icons-react/dist/esm/icons/IconPlug.mjs';
import IconPointer from '@tabler/icons-react/dist/esm/icons/IconPointer.mjs';
import IconSitemap from '@tabler/icons-react/dist/esm/icons/IconSitemap.mjs';
import IconVariable from '@tabler/icons-react/dist/esm/icons/IconVariable.mjs';
import type { Icon } from '@tabler/icons-react';
import { runCommand } from '../app/commands.ts';
import type { CommandId } from '../app/commands.ts';
import type { ReactNode } from 'react';
import { kindEntry } from '../canvas/kinds.ts';
import type { FileId, ItemId } from '../document/model.ts';
import type { DeclarationView, NodeView } from '../document/projection.ts';
import { useDocumentPart, useGraph, useItemView, useSelection } from '../document/store.ts';
import { EmptyNote } from '../ui/EmptyNote.tsx';
import { DescriptionField } from './DescriptionField.tsx';
import { EdgeForm } from './edge/EdgeForm.tsx';
import { BranchTable } from './forms/BranchTable.tsx';
import { UnknownForm } from './forms/UnknownForm.tsx';
import { GroupForm } from './forms/GroupForm.tsx';
import { ManyForm } from './forms/ManyForm.tsx';
import { PromptForm } from './prompt/PromptForm.tsx';
import { SchemaForm } from './forms/SchemaForm.tsx';
import { AttachmentForm, VariableForm } from './forms/VariableForms.tsx';
import { NodeRuns } from './forms/NodeRuns.tsx';
import { PresetGrid } from './forms/PresetGrid.tsx';
import { VariableTable } from './forms/VariableTable.tsx';
import { ItemHeader } from './ItemHeader.tsx';
import { ItemProblems } from './ItemProblems.tsx';
import { PropertyForm } from './PropertyForm.tsx';
import { Scoped } from './Scoped.tsx';
import { renamingOf } from './references/renaming.ts';
import { UsageList } from './references/UsageList.tsx';
import type { Used } from './references/usages.ts';
import styles from './Inspector.module.css';

export function Inspector({ fileId }: { readonly fileId: FileId }) {
  const selection = useSelection(fileId);
  const workflow = useGraph(fileId).declarations.find((view) => view.space === 'workflow')?.id;
  const item = selection.primary === 'node:' ? workflow : (selection.primary ?? workflow);
  return (
    <div className={styles.inspector}>
      {selection.items.length > 1 ? (
        <ManyForm fileId={fileId} items={selection.items} />
      ) : item ? (
        <ItemForm key={item} fileId={fileId} item={item} />
      ) : (
        <EmptyNote>This file has no workflow yet.</EmptyNote>
      )}
    </div>
  );
}

function ItemForm({ fileId, item }: { readonly fileId: FileId; readonly item: ItemId }) {
  const view = useItemView(fileId, item);
  if (!view) return <EmptyNote>This is not in the file any more.</EmptyNote>;
  if (view.type === 'node') return <NodeForm fileId={fileId} node={view} />;
  if (view.type === 'edge')
    return (
      <>
        <ItemHeader
          name={`${view.data.from} → ${view.data.to}`}
          kind="Edge"
          icon={IconArrowRight}
          commands={edgeCommands}
        />
        <DescriptionField key={item} fileId={fileId} item={item} />
        <EdgeForm fileId={fileId} item={item} />
      </>
    );
  return <DeclarationForm fileId={fileId} view={view} />;
}

function NodeForm({ fileId, node }: { readonly fileId: FileId; readonly node: NodeView }) {
  const entry = kindEntry(node.kind);
  const isDeclared = node.data !== null && node.kind !== 'done' && node.kind !== 'fail';
  return (
    <>
      <ItemHeader
        name={node.name}
        kind={entry.title}
        icon={entry.icon(node.data)}
        hue={entry.hue}
        commands={isDeclared ? nodeCommands : endCommands}
        {...(isDeclared ? { renaming: renamingOf(fileId, node.id) } : {})}
      />
      <DescriptionField key={node.id} fileId={fileId} item={node.id} />
      {node.stale && (
        <p className={styles.sentence}>
          The text of this node has errors; this is how it last was.{' '}
          <button type="button" className={styles.link} onClick={() => runCommand('node.reveal')}>
            Fix it in the source
          </button>
        </p>
      )}
      {isDeclared ? (
        <Scoped fileId={fileId} target={{ space: 'node', name: node.name }}>
          <PropertyForm>
            <BranchTable fileId={fileId} node={node} />
          </PropertyForm>
          <UsageList fileId={fileId} used={{ space: 'node', name: node.name }} />
          {node.data?.publish !== undefined && (
            <UsageList
              fileId={fileId}
              used={{ space: 'artifact', name: node.data.publish }}
              title={`Artifact ${node.data.publish}`}
            />
          )}
          <NodeRuns fileId={fileId} node={node.name} />
        </Scoped>
      ) : (
        <EmptyNote>
          {node.kind === 'missing'
            ? `Edges name ${node.name}, and nothing declares it.`
            : `The run ends here as ${node.kind === 'done' ? 'finished' : 'failed'}.`}
        </EmptyNote>
      )}
    </>
  );
}

const nodeCommands: readonly CommandId[] = [
  'node.reveal',
  'node.peek',
  'edge.connectTo',
  'node.setEntry',
  'node.replaceKind',
  'node.newSchema',
  'node.runs',
  'node.saveSnippet',
  'edit.copy',
  'edit.duplicate',
  'edit.deleteBridge',
  'edit.delete',
];
const endCommands: readonly CommandId[] = ['edge.connectFrom', 'edit.delete'];
const edgeCommands: readonly CommandId[] = [
  'node.reveal',
  'node.insert',
  'edge.autoMap',
  'edge.retarget',
  'edge.resource',
  'edge.earlier',
  'edge.later',
  'select.loop',
  'edit.delete',
];
const declarationCommands: readonly CommandId[] = ['node.reveal', 'edit.copy', 'edit.delete'];
const workflowCommands: readonly CommandId[] = ['run.launch', 'run.simulate', 'run.plan', 'run.trust', 'edit.format'];

const icons: { readonly [S in DeclarationView['space']]: Icon } = {
  workflow: IconSitemap,
  schema: IconBraces,
  prompt: IconMessage2,
  var: IconVariable,
  preset: IconAdjustments,
  attachment: IconPaperclip,
  mcp_server: IconPlug,
  cursor: IconPointer,
  group: IconBoxMultiple,
  unknown: IconFileUnknown,
};

function DeclarationForm({ fileId, view }: { readonly fileId: FileId; readonly view: DeclarationView }) {
  const graph = useDocumentPart(fileId, (document) => document.graph);
  if (!graph) return null;
  const usedSpace = usedSpaces[view.space];
  const usages = usedSpace && <UsageList fileId={fileId} used={{ space: usedSpace, name: view.name }} />;
  return (
    <>
      <ItemHeader
        name={view.name}
        kind={kindWords[view.space] ?? view.space}
        icon={icons[view.space]}
        commands={view.space === 'workflow' ? workflowCommands : declarationCommands}
        {...(view.space === 'unknown' ? {} : { renaming: renamingOf(fileId, view.id) })}
      />
      <DescriptionField key={view.id} fileId={fileId} item={view.id} />
      <DeclarationBody fileId={fileId} view={view} usages={usages} />
    </>
  );
}
const kindWords: { readonly [S in DeclarationView['space']]?: string } = {
  mcp_server: 'MCP server',
  var: 'variable',
  unknown: 'unknown block',
};
const usedSpaces: { readonly [S in DeclarationView['space']]?: Used['space'] } = {
  schema: 'schema',
  prompt: 'prompt',
  var: 'variable',
  attachment: 'attachment',
  mcp_server: 'mcp_server',
  cursor: 'cursor',
};

interface BodyProps {
  readonly fileId: FileId;
  readonly view: DeclarationView;
  readonly usages: ReactNode;
}
function DeclarationBody({ fileId, view, usages }: BodyProps) {
  const graph = useDocumentPart(fileId, (document) => document.graph);
  switch (view.space) {
    case 'unknown':
      return <UnknownForm fileId={fileId} item={view.id} name={view.name} />;
    case 'group':
      return <GroupForm fileId={fileId} group={view.data} />;
    case 'var':
      return (
        <>
          <ItemProblems fileId={fileId} item={view.id} />
          <VariableForm fileId={fileId} variable={view.data} />
          {usages}
          <VariableTable fileId={fileId} current={view.id} />
          {graph && <PresetGrid fileId={fileId} graph={graph} />}
        </>
      );
    case 'preset':
      return graph ? (
        <>
          <ItemProblems fileId={fileId} item={view.id} />
          <PresetGrid fileId={fileId} graph={graph} current={view.name} />
        </>
      ) : null;
    case 'attachment':
      return (
        <Scoped fileId={fileId} target={{ space: 'attachment', name: view.name }}>
          <AttachmentForm fileId={fileId} attachment={view.data} />
          <PropertyForm>{usages}</PropertyForm>
        </Scoped>
      );
    case 'prompt':
    case 'schema':
      return (
        <>
          <ItemProblems fileId={fileId} item={view.id} />
          {view.space === 'prompt' ? (
            <PromptForm fileId={fileId} item={view.id} prompt={view.data} />
          ) : (
            <SchemaForm fileId={fileId} schema={view.data} />
          )}
          {usages}
        </>
      );
    case 'workflow':
    case 'mcp_server':
    case 'cursor':
      return (
        <Scoped fileId={fileId} target={{ space: view.space, name: view.name }}>
          <PropertyForm>{usages}</PropertyForm>
          {view.space === 'workflow' && <VariableTable fileId={fileId} />}
          {view.space === 'workflow' && graph && <PresetGrid fileId={fileId} graph={graph} />}
        </Scoped>
      );
    default:
      return view satisfies never;
  }
}
