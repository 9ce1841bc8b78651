// What the tree says about an open file beside its name: whether it is trusted to run, and whether it has unsaved changes.
import IconShieldCheck from '@tabler/icons-react/dist/esm/icons/IconShieldCheck.mjs';
import { useShallow } from 'zustand/react/shallow';
import { useTrust } from '../app/trust.ts';
import { isDirty, isValid, isWorkflowFile } from '../document/model.ts';
import { useDocuments } from '../document/store.ts';
import classes from './FileMarks.module.css';

export function FileMarks({ path }: { readonly path: string }) {
  const file = useDocuments(
    useShallow((state) => {
      const open = Object.values(state.documents).find((document) => document.path === path);
      return {
        hash: open?.baseHash ?? null,
        valid: open !== undefined && isWorkflowFile(open) && isValid(open),
        dirty: open !== undefined && isDirty(open),
      };
    }),
  );
  const trust = useTrust(path, file.hash, file.valid);
  return (
    <>
      {trust === 'trusted' ? (
        <span className={classes['mark']} data-hint="Trusted to run">
          <IconShieldCheck size={14} stroke={1.75} aria-hidden />
          <span className="visually-hidden">trusted</span>
        </span>
      ) : null}
      {file.dirty ? (
        <span className={classes['mark']} data-hint="Unsaved changes">
          <span className={classes['dot']} aria-hidden />
          <span className="visually-hidden">unsaved</span>
        </span>
      ) : null}
    </>
  );
}
