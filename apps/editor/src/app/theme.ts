// Mantine's side of the theme: neutral palettes, type scale, dense controls (E-VIS-03, E-VIS-06, E-VIS-07). Roles live in theme.css.
import { type ButtonProps, type MantineColorsTuple, type MantineTheme, createTheme } from '@mantine/core';

export const gray: MantineColorsTuple = [
  '#F7F8FA',
  '#F0F2F5',
  '#E5E8ED',
  '#D5DAE2',
  '#B8C0CC',
  '#8C96A6',
  '#626C7F',
  '#475062',
  '#2C3443',
  '#161B25',
];
export const dark: MantineColorsTuple = [
  '#E6E9EF',
  '#C3C9D4',
  '#9CA5B4',
  '#6F798A',
  '#3A4250',
  '#2B323E',
  '#1F252F',
  '#171C24',
  '#11151B',
  '#0B0E13',
];

/** The accent and the text on it are roles, so that their contrast is the tested one. */
const primaryButton = {
  '--button-bg': 'var(--accent)',
  '--button-hover': 'var(--mantine-primary-color-filled-hover)',
  '--button-color': 'var(--accent-text)',
};
const shadow = 'var(--shadow)';

export const theme = createTheme({
  colors: { gray, dark },
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  luminanceThreshold: 0.3,
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.3334', sm: '1.5385', md: '1.4286', lg: '1.5', xl: '1.4' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '10px', xl: '14px' },
  defaultRadius: 'md',
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  shadows: { xs: shadow, sm: shadow, md: shadow, lg: shadow, xl: shadow },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    Button: {
      defaultProps: { size: 'xs' },
      vars: (_: MantineTheme, { variant, color }: ButtonProps) => ({
        root: {
          '--button-height': 'var(--control-height)',
          '--button-fz': '13px',
          ...(color === undefined && (variant === undefined || variant === 'filled') ? primaryButton : {}),
        },
      }),
    },
    TextInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', comboboxProps: { transitionProps: { duration: 0 } } } },
    Autocomplete: { defaultProps: { size: 'xs' } },
    MultiSelect: { defaultProps: { size: 'xs' }, styles: { inputField: { minHeight: 24, minWidth: 24 } } },
    TagsInput: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    // The label is part of the target (E-A11Y-08).
    Radio: {
      styles: {
        body: { alignItems: 'center' },
        label: { display: 'inline-flex', alignItems: 'center', minHeight: 24, minWidth: 32 },
      },
    },
    Switch: { defaultProps: { size: 'xs', withThumbIndicator: false } },
    SegmentedControl: { defaultProps: { size: 'xs' }, vars: () => ({ root: { '--sc-shadow': 'none' } }) },
    Input: { vars: () => ({ wrapper: { '--input-height-xs': 'var(--control-height)', '--input-fz': '13px' } }) },
    InputWrapper: { defaultProps: { size: 'xs' } },
    Tooltip: {
      defaultProps: {
        openDelay: 400,
        withinPortal: true,
        multiline: false,
        events: { hover: true, focus: true, touch: false },
      },
    },
    Menu: { defaultProps: { shadow: 'md', withinPortal: true, transitionProps: { duration: 0 } } },
    Popover: { defaultProps: { shadow: 'md', withinPortal: true, transitionProps: { duration: 0 } } },
    Modal: {
      styles: { title: { fontSize: '16px', lineHeight: '24px', fontWeight: 600 } },
      defaultProps: {
        centered: true,
        transitionProps: { duration: 120 },
        overlayProps: { backgroundOpacity: 0.4 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    },
    Kbd: { defaultProps: { size: 'xs' } },
  },
});
