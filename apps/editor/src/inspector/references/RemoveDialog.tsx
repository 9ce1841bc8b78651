// The question before something that is used goes: who uses it, and which problems the file has then.
import { Button, Group, Modal } from '@mantine/core';
import type { RemovalQuestion } from './removalQuestion.ts';
import styles from './references.module.css';

interface Props {
  readonly question: RemovalQuestion;
  readonly answer: (value: boolean | null) => void;
}
const shownAtMost = 12;

export function RemoveDialog({ question: { what, usages, consequences }, answer }: Props) {
  const hidden = usages.length - shownAtMost;
  return (
    <Modal opened onClose={() => answer(null)} title={`Remove ${what}?`} size="md">
      <h3 className={styles.dialogTitle}>
        Used in {usages.length} {usages.length === 1 ? 'place' : 'places'}
      </h3>
      <ul className={styles.places}>
        {usages.slice(0, shownAtMost).map((usage) => (
          <li key={usage.start} className={styles.place}>
            <code className={styles.fragment}>{usage.fragment}</code>
            <span className={styles.line}>line {usage.line}</span>
          </li>
        ))}
        {hidden > 0 && <li className={styles.line}>and {hidden} more</li>}
      </ul>
      <h3 className={styles.dialogTitle}>What it leaves behind</h3>
      {consequences.length === 0 ? (
        <p className={styles.line}>No new problem: what mentions it reads as nothing there.</p>
      ) : (
        <ul className={styles.places}>
          {consequences.slice(0, shownAtMost).map((problem) => (
            <li
              key={`${problem.code} ${problem.range.start.offset}`}
              className={styles.consequence}
              data-severity={problem.severity}
            >
              <span className={styles.line}>{problem.code}</span> {problem.message}
            </li>
          ))}
          {consequences.length > shownAtMost && (
            <li className={styles.line}>and {consequences.length - shownAtMost} more</li>
          )}
        </ul>
      )}
      <Group justify="flex-end" gap={8} mt={16}>
        <Button variant="default" data-autofocus onClick={() => answer(null)}>
          Keep it
        </Button>
        <Button color="red" variant="outline" onClick={() => answer(true)}>
          Remove
        </Button>
      </Group>
    </Modal>
  );
}
