// What later phases work out from a node of the tree alone, kept on the node itself. Nodes are immutable and the same objects from parse to
// parse, so after a keystroke all but one are found here. A WeakMap would do as well, but thousands of short-lived keys in one cost the
// collector more than the work they save.
// Invariant: what is kept follows from the node alone, so it shows nowhere (compile/incremental.test.ts).

/** A function of a node that is computed once per node. */
export function memo<N extends object, R>(compute: (node: N) => R): (node: N) => R {
  const key = Symbol('memo');
  return (node) => {
    const holder = node as { [key]?: R };
    let result = holder[key];
    if (result === undefined) {
      result = compute(node);
      holder[key] = result;
    }
    return result;
  };
}
