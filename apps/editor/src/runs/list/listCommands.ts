// Commands of the list of runs (E-CMD-08), on the row with the focus or on what is selected.
import type { RunHeader } from '@iterion/protocol';
import { useEffect, useRef } from 'react';
import { type CommandContext, registerCommands } from '../../app/commands.ts';
import { goTo, runAddress } from '../../app/navigation.ts';
import { showLaunch } from '../launch/showLaunch.ts';
import { askToRename } from '../renameDialog.ts';
import { deleteRuns, mayDelete } from './bulk.ts';

interface List {
  readonly items: readonly RunHeader[];
  readonly chosen: readonly RunHeader[];
  readonly toggle: (id: string) => void;
}

export function useListCommands(list: List): void {
  const latest = useRef(list);
  useEffect(() => {
    latest.current = list;
  });
  useEffect(() => {
    const focused = ({ target }: CommandContext): RunHeader | undefined => {
      const id = target?.closest<HTMLElement>('[data-run]')?.dataset['run'];
      return latest.current.items.find((run) => run.id === id);
    };
    const one = (context: CommandContext): RunHeader | undefined =>
      focused(context) ?? (latest.current.chosen.length === 1 ? latest.current.chosen[0] : undefined);
    const several = (context: CommandContext): readonly RunHeader[] => {
      const { chosen } = latest.current;
      const own = focused(context);
      return chosen.length > 0 ? chosen : own === undefined ? [] : [own];
    };
    const needsOne = (context: CommandContext): true | string =>
      one(context) !== undefined || 'Focus or select one run';
    return registerCommands(
      {
        'run.toggleRow': {
          run: (context) => {
            const run = focused(context);
            if (run !== undefined) latest.current.toggle(run.id);
          },
          enabled: (context) => focused(context) !== undefined || 'Focus a run first',
        },
        'run.delete': {
          run: async (context) => {
            await deleteRuns(several(context));
          },
          enabled: (context) =>
            several(context).some(mayDelete) ? true : 'Select runs that have finished, failed or were cancelled',
        },
        'run.rename': {
          run: async (context) => {
            const run = one(context);
            if (run !== undefined) await askToRename(run.id, run.name ?? '');
          },
          enabled: needsOne,
        },
        'run.again': {
          run: (context) => {
            const run = one(context);
            if (run?.path != null) showLaunch({ path: run.path, fromRun: run.id });
          },
          enabled: (context) => (one(context)?.path == null ? 'Focus or select one run of a file' : true),
        },
        'run.open': {
          run: (context) => {
            const run = one(context);
            if (run !== undefined) goTo(runAddress(run.id));
          },
          enabled: needsOne,
        },
      },
      'runs',
    );
  }, []);
}
