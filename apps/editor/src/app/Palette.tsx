// The command palette (E-SHELL-09): commands and files, nodes with `@`, runs with `#`, a line with `:`. Recently used first.
import { Combobox, Modal, ScrollArea, TextInput, useCombobox } from '@mantine/core';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import { useEffect, useMemo, useState } from 'react';
import { EmptyNote } from '../ui/EmptyNote.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';
import classes from './Palette.module.css';
import { takeEarlyKeys } from './earlyKeys.ts';
import { type PaletteEntry, paletteEntries, rememberUse } from './paletteEntries.ts';
import type { PaletteMode } from './paletteMode.ts';
import { useRunNames } from './runNames.ts';

const prefixes: Readonly<Record<PaletteMode, string>> = { commands: '', files: '', symbols: '@', runs: '#' };
const shownAtMost = 40;

interface Props {
  readonly mode: PaletteMode;
  readonly close: () => void;
}

export function Palette({ mode, close }: Props) {
  const [text, setText] = useState(prefixes[mode]);
  const runs = useRunNames(text.startsWith('#'));
  const entries = useMemo(() => paletteEntries(text, mode, runs).slice(0, shownAtMost), [text, mode, runs]);
  const combobox = useCombobox({ opened: true });
  // Closed before the field ever had the focus.
  useEffect(() => () => void takeEarlyKeys(), []);
  // The first match is chosen whenever the list changes, so that Enter always means the best one.
  useEffect(() => {
    combobox.selectFirstOption();
    // The store object is new at each render; only the list matters.
  }, [entries]); // oxlint-disable-line react/exhaustive-deps
  const choose = (entry: PaletteEntry): void => {
    rememberUse(entry.id);
    close();
    // After the dialog has given the focus back to where it was (E-CMD-06).
    setTimeout(entry.run, 10);
  };
  return (
    <Modal
      opened
      onClose={close}
      withCloseButton={false}
      transitionProps={{ duration: 0 }}
      size={600}
      centered={false}
      yOffset="12vh"
      padding={0}
      attributes={{ content: { 'aria-label': 'Command palette' } }}
    >
      <Combobox
        store={combobox}
        onOptionSubmit={(id) => {
          const entry = entries.find((candidate) => candidate.id === id);
          if (entry) choose(entry);
        }}
      >
        <Combobox.EventsTarget withExpandedAttribute>
          <TextInput
            data-autofocus
            aria-label="Search or run a command"
            placeholder={mode === 'files' ? 'File name' : 'Command or file — @ node, # run, : line'}
            leftSection={<IconSearch size={16} aria-hidden />}
            classNames={{ input: classes['input'] ?? '' }}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onFocus={() => {
              const early = takeEarlyKeys();
              if (early === '') return;
              const [word = ''] = early.split('\n');
              setText((present) => present + word);
              const [first] = paletteEntries(text + word, mode, runs);
              if (early.includes('\n') && first) choose(first);
            }}
            onKeyDown={(event) => {
              // The list keeps Esc for itself; here it means the whole palette.
              if (event.key === 'Escape') close();
            }}
          />
        </Combobox.EventsTarget>
        <ScrollArea.Autosize mah="50vh" type="auto" viewportProps={{ tabIndex: 0 }}>
          <Combobox.Options className={classes['options'] ?? ''} aria-label="Matches">
            {entries.map((entry) => (
              <Combobox.Option key={entry.id} value={entry.id} className={classes['option'] ?? ''}>
                <span className={classes['title']}>{entry.title}</span>
                <span className={classes['detail']}>{entry.detail}</span>
                <KeyHint keys={entry.keys} />
              </Combobox.Option>
            ))}
          </Combobox.Options>
          {entries.length === 0 ? <EmptyNote>Nothing matches.</EmptyNote> : null}
        </ScrollArea.Autosize>
      </Combobox>
    </Modal>
  );
}
