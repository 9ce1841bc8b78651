// Whether something can be used on the machine of the server: a sign and its words, never colour alone (E-A11Y-09).
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import styles from './controls.module.css';

export function AvailabilityMark({ available, words }: { readonly available: boolean; readonly words?: string }) {
  const said = words ?? (available ? 'available here' : 'not available here');
  const Glyph = available ? IconCheck : IconAlertTriangle;
  return (
    <span className={styles.available} data-available={available} role="img" aria-label={said} title={said}>
      <Glyph size={14} stroke={2} aria-hidden />
    </span>
  );
}
