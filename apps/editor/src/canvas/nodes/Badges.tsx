// The badges of a card, right to left: problems, entry flag, comment, workspace writer, text with errors (E-VIS-10). Fixed
// 16 px each; each is a button with a popover.
import IconAlertTriangleFilled from '@tabler/icons-react/dist/esm/icons/IconAlertTriangleFilled.mjs';
import IconFileAlert from '@tabler/icons-react/dist/esm/icons/IconFileAlert.mjs';
import IconFlag from '@tabler/icons-react/dist/esm/icons/IconFlag.mjs';
import IconInfoCircleFilled from '@tabler/icons-react/dist/esm/icons/IconInfoCircleFilled.mjs';
import IconMessage from '@tabler/icons-react/dist/esm/icons/IconMessage.mjs';
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs';
import IconCircleXFilled from '@tabler/icons-react/dist/esm/icons/IconCircleXFilled.mjs';
import type { Problems } from '../../document/projection.ts';
import type { CardView } from '../cards.ts';
import { useCanvasHost, useView } from '../view.ts';
import type { Badge } from '../view.ts';
import styles from './Badges.module.css';

export function Badges({ card }: { readonly card: CardView }) {
  const problems = useView((state) => state.problems.get(card.id));
  const { view } = useCanvasHost();
  const open = (badge: Badge): void => view.setState({ inPlace: { part: 'badge', item: card.id, badge } });
  return (
    <div className={styles.badges}>
      {card.stale && (
        <Mark title="Text has errors" icon={<IconFileAlert size={14} />} tone="error" onOpen={() => open('problems')} />
      )}
      {card.writer && (
        <Mark title="Writes to the workspace" icon={<IconPencil size={14} />} onOpen={() => open('writer')} />
      )}
      {card.comment !== '' && (
        <Mark title={card.comment} icon={<IconMessage size={14} />} onOpen={() => open('comment')} />
      )}
      {card.entry && (
        <Mark title="Entry: the run starts here" icon={<IconFlag size={14} />} onOpen={() => open('entry')} />
      )}
      {problems && <ProblemBadge problems={problems} onOpen={() => open('problems')} />}
    </div>
  );
}

function ProblemBadge({ problems, onOpen }: { readonly problems: Problems; readonly onOpen: () => void }) {
  const { errors, warnings, infos } = problems;
  const count = errors + warnings + infos;
  const Icon = errors > 0 ? IconCircleXFilled : warnings > 0 ? IconAlertTriangleFilled : IconInfoCircleFilled;
  const tone = errors > 0 ? 'error' : warnings > 0 ? 'warning' : 'info';
  return (
    <Mark title={problemWords(problems)} icon={<Icon size={14} />} tone={tone} onOpen={onOpen}>
      {count > 1 ? count : null}
    </Mark>
  );
}

function problemWords({ errors, warnings, infos }: Problems): string {
  const part = (count: number, word: string): string[] =>
    count === 0 ? [] : [`${count} ${word}${count === 1 ? '' : 's'}`];
  return [...part(errors, 'error'), ...part(warnings, 'warning'), ...part(infos, 'hint')].join(', ');
}

interface MarkProps {
  readonly title: string;
  readonly icon: React.ReactNode;
  readonly tone?: 'error' | 'warning' | 'info';
  readonly onOpen: () => void;
  readonly children?: React.ReactNode;
}
function Mark({ title, icon, tone, onOpen, children }: MarkProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`${styles.mark} nodrag`}
      data-tone={tone}
      title={title}
      aria-label={title}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        event.stopPropagation();
        onOpen();
      }}
    >
      {icon}
      {children}
    </button>
  );
}
