// Paths to a tree: folders first, then by name. Pure.
import type { TreeEntry } from '@iterion/protocol';

export interface TreeNode {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly entry: TreeEntry | null;
  readonly children: readonly TreeNode[] | null;
}

/** The visible rows of the tree in order; folders in `closed` are listed without their content. */
export function treeRows(
  entries: Iterable<TreeEntry>,
  closed: ReadonlySet<string>,
  keep: (entry: TreeEntry) => boolean,
): TreeNode[] {
  const rows: TreeNode[] = [];
  const visit = (nodes: readonly TreeNode[]): void => {
    for (const node of nodes) {
      rows.push(node);
      if (node.children && !closed.has(node.path)) visit(node.children);
    }
  };
  visit(buildTree(entries, keep));
  return rows;
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: Map<string, TreeEntry>;
}

function buildTree(entries: Iterable<TreeEntry>, keep: (entry: TreeEntry) => boolean): TreeNode[] {
  const root: Folder = { folders: new Map(), files: new Map() };
  for (const entry of entries) {
    const parts = entry.path.split('/');
    const name = parts.pop() ?? entry.path;
    if (entry.type === 'folder') folderAt(root, [...parts, name]);
    else if (keep(entry)) folderAt(root, parts).files.set(name, entry);
  }
  return nodesOf(root, '', 0);
}

function folderAt(root: Folder, parts: readonly string[]): Folder {
  let at = root;
  for (const part of parts) {
    let next = at.folders.get(part);
    if (!next) {
      next = { folders: new Map(), files: new Map() };
      at.folders.set(part, next);
    }
    at = next;
  }
  return at;
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare;

function nodesOf(folder: Folder, prefix: string, depth: number): TreeNode[] {
  const names = [...folder.folders.keys()].sort(byName);
  const folders = names.map((name): TreeNode => {
    const path = prefix + name;
    const inside = folder.folders.get(name) as Folder; // the name comes from the map's keys
    return { path, name, depth, entry: null, children: nodesOf(inside, `${path}/`, depth + 1) };
  });
  const files = [...folder.files.keys()].sort(byName).map((name): TreeNode => ({
    path: prefix + name,
    name,
    depth,
    entry: folder.files.get(name) ?? null,
    children: null,
  }));
  return [...folders, ...files];
}
