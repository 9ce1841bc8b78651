// Gives the fields of a form what they share: which declarations they edit, and what is written there. Nothing is shown while the text of a
// declaration cannot be found.
import type { PropertyOwner } from '@iterion/dsl';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import type { FileId } from '../document/model.ts';
import { useDocumentPart } from '../document/store.ts';
import { EmptyNote } from '../ui/EmptyNote.tsx';
import { FieldList } from './FieldList.tsx';
import { FormScopeProvider } from './formScope.tsx';
import type { FormScope } from './formScope.tsx';
import { formProblems } from './formProblems.ts';
import { writtenOf } from './reading.ts';
import { rowsOf } from './rows.ts';

interface Props {
  readonly fileId: FileId;
  readonly target: PropertyOwner;
  /** Names of declarations of the same kind that are edited along with it, with spaces between. */
  readonly others?: string;
  readonly children: ReactNode;
}
export function Scoped({ fileId, target, others = '', children }: Props) {
  const parts = useDocumentPart(fileId, (document) => ({
    document: document.document,
    graph: document.graph,
    diagnostics: document.diagnostics,
    projection: document.projection,
  }));
  const { space, name } = target;
  const scope = useMemo((): FormScope | null => {
    if (!parts?.document || !parts.graph) return null;
    const { document } = parts;
    const ref: PropertyOwner = { space, name };
    const written = writtenOf(document, ref);
    if (!written) return null;
    const along = others.split(' ').filter((each) => each !== '');
    // Of several, problems are shown with each of them.
    const diagnostics =
      along.length > 0
        ? []
        : parts.diagnostics.filter(
            ({ range }) => range.start.offset >= written.start && range.start.offset <= written.end,
          );
    return {
      fileId,
      ref,
      others: along.flatMap((other) => {
        const beside: PropertyOwner = { space, name: other };
        const found = writtenOf(document, beside);
        return found ? [{ ref: beside, written: found }] : [];
      }),
      document,
      graph: parts.graph,
      projection: parts.projection,
      fields: FieldList,
      written,
      diagnostics,
      problems: formProblems(diagnostics, written.statements, rowsOf(ref, parts.graph)),
    };
  }, [fileId, parts, space, name, others]);
  if (!parts?.document) return null; // a large text that was just opened is still being read
  if (!scope) return <EmptyNote>The text of {name} cannot be read at the moment.</EmptyNote>;
  return <FormScopeProvider value={scope}>{children}</FormScopeProvider>;
}
