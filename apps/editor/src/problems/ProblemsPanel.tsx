// The problems of the file (E-DIAG-04): filter, keyboard list; Enter shows the place in graph and text; fixes from the row.
import { ActionIcon, Button, TextInput } from '@mantine/core';
import type { Diagnostic } from '@iterion/dsl';
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import IconBulb from '@tabler/icons-react/dist/esm/icons/IconBulb.mjs';
import IconCircleX from '@tabler/icons-react/dist/esm/icons/IconCircleX.mjs';
import IconInfoCircle from '@tabler/icons-react/dist/esm/icons/IconInfoCircle.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { type KeyboardEvent, useState } from 'react';
import { runCommand } from '../app/commands.ts';
import { setPreferences } from '../app/preferences.ts';
import type { FileId } from '../document/model.ts';
import { useDocumentPart } from '../document/store.ts';
import { EmptyNote } from '../ui/EmptyNote.tsx';
import { setCurrentProblem, showFixes } from './problemCommands.ts';
import { type Severity, countsOf, everySeverity, filtered } from './problems.ts';
import classes from './ProblemsPanel.module.css';
import { revealProblem } from './revealProblem.ts';

const icons = { error: IconCircleX, warning: IconAlertTriangle, info: IconInfoCircle } as const;
const titles = { error: 'Errors', warning: 'Warnings', info: 'Notes' } as const;

export function ProblemsPanel({ fileId }: { readonly fileId: FileId }) {
  const diagnostics = useDocumentPart(fileId, (document) => document.diagnostics) ?? [];
  const strict = useDocumentPart(fileId, (document) => document.strict) ?? false;
  const [word, setWord] = useState('');
  const [severities, setSeverities] = useState(everySeverity);
  const [at, setAt] = useState(0);
  const counts = countsOf(diagnostics);
  const shown = filtered(diagnostics, { word, severities });
  const toggle = (severity: Severity): void =>
    setSeverities((before) => {
      const next = new Set(before);
      if (!next.delete(severity)) next.add(severity);
      return next;
    });
  const open = (problem: Diagnostic): void => {
    setCurrentProblem(fileId, problem);
    revealProblem(fileId, problem);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const moved = event.key === 'ArrowDown' ? at + 1 : event.key === 'ArrowUp' ? at - 1 : at;
    const problem = shown[at];
    if (event.key === 'Enter' && problem && event.target === event.currentTarget.querySelector('[tabindex="0"]'))
      open(problem);
    else if (moved !== at) {
      const next = Math.max(0, Math.min(shown.length - 1, moved));
      setAt(next);
      event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')[next]?.focus();
    } else return;
    event.preventDefault();
  };
  return (
    <section className={classes['panel']} data-zone="problems" data-region="problems" aria-label="Problems">
      <div className={classes['bar']}>
        <h2 className={classes['title']}>Problems</h2>
        <TextInput
          aria-label="Filter problems"
          placeholder="Filter"
          w={180}
          value={word}
          onChange={(event) => setWord(event.currentTarget.value)}
        />
        {(['error', 'warning', 'info'] as const).map((severity) => (
          <Button
            key={severity}
            variant={severities.has(severity) ? 'default' : 'subtle'}
            color="gray"
            aria-pressed={severities.has(severity)}
            onClick={() => toggle(severity)}
          >
            {titles[severity]} {counts[severity]}
          </Button>
        ))}
        <Button
          variant={strict ? 'default' : 'subtle'}
          color="gray"
          aria-pressed={strict}
          data-hint="Show what strict checking would report; the file stays as it is"
          onClick={() => runCommand('diag.strict')}
        >
          Strict
        </Button>
        <ActionIcon
          ml="auto"
          aria-label="Close problems"
          data-hint="Close"
          onClick={() => setPreferences({ problems: false })}
        >
          <IconX size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </div>
      {shown.length === 0 ? (
        <EmptyNote>
          {diagnostics.length === 0 ? 'No problems in this file.' : 'No problem matches the filter.'}
        </EmptyNote>
      ) : (
        <ul className={classes['list']} aria-label="Problems" onKeyDown={onKeyDown}>
          {shown.map((problem, index) => (
            <ProblemRow
              key={`${problem.code} ${problem.range.start.offset} ${problem.message}`}
              fileId={fileId}
              problem={problem}
              tabIndex={index === Math.min(at, shown.length - 1) ? 0 : -1}
              onFocus={() => {
                setAt(index);
                setCurrentProblem(fileId, problem);
              }}
              onOpen={() => open(problem)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

interface RowProps {
  readonly fileId: FileId;
  readonly problem: Diagnostic;
  readonly tabIndex: number;
  readonly onFocus: () => void;
  readonly onOpen: () => void;
}
function ProblemRow({ fileId, problem, tabIndex, onFocus, onOpen }: RowProps) {
  const Glyph = icons[problem.severity];
  return (
    <li className={classes['item']}>
      <button type="button" className={classes['row']} data-row tabIndex={tabIndex} onFocus={onFocus} onClick={onOpen}>
        <Glyph
          className={classes['glyph']}
          data-kind={problem.severity}
          size={16}
          stroke={1.75}
          aria-label={problem.severity}
        />
        <span className={classes['code']}>{problem.code}</span>
        <span className={classes['message']}>{problem.message}</span>
        <span className={classes['hint']}>{problem.hint}</span>
        <span className={classes['place']}>
          {problem.range.start.line}:{problem.range.start.column}
        </span>
      </button>
      {problem.fixes && problem.fixes.length > 0 ? (
        <ActionIcon
          size={24}
          aria-label={`Fix ${problem.code}`}
          data-hint={problem.fixes[0]?.title ?? 'Fix'}
          onClick={() => showFixes({ fileId, problem })}
        >
          <IconBulb size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      ) : null}
    </li>
  );
}
