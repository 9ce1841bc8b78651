// A nested block (E-INSP-03): its fields in a group that can be opened; where the language has a short form (`sandbox: auto`), that first.
// Adding the first field writes the block, resetting the last removes it.
import { Button, Collapse } from '@mantine/core';
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import { useState } from 'react';
import { useFormScope } from '../formScope.tsx';
import { useNested } from '../nested.tsx';
import { asText } from './control.ts';
import type { ControlProps } from './control.ts';
import { Segments } from './Segments.tsx';
import styles from './controls.module.css';

export function BlockControl(props: ControlProps) {
  const { value } = props.row;
  const nested = useNested(props.path);
  const { fields: Fields } = useFormScope();
  const [open, setOpen] = useState(nested.length > 0);
  if (value.kind !== 'block') return null;
  const short = value.short;
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <div className={styles.table}>
      {short && nested.length === 0 && (
        <Segments
          id={props.inputId}
          label={props.row.name}
          describedBy={props.describedBy}
          segments={short.map((word) => ({ value: word, label: word }))}
          value={props.value === undefined ? null : asText(props.value)}
          implied={props.placeholder}
          onChoose={(word) => props.commit(word)}
        />
      )}
      <Button
        variant="subtle"
        color="gray"
        justify="flex-start"
        aria-expanded={open}
        leftSection={<Chevron size={14} />}
        onClick={() => setOpen(!open)}
      >
        {nested.length === 0 ? `Add ${props.row.name}` : `${nested.length} set here`}
      </Button>
      <Collapse expanded={open} transitionDuration={0}>
        <div className={styles.nested}>{open && <Fields rows={value.properties} path={props.path} />}</div>
      </Collapse>
    </div>
  );
}
