import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The only accent colour, a pine green: calm beside the red and amber that carry meaning. */
const pine: MantineColorsTuple = [
  '#edf7f4',
  '#dceee8',
  '#b3ddd0',
  '#86cab6',
  '#62baa0',
  '#4ab092',
  '#2f9a7c',
  '#1a8067',
  '#127a63',
  '#05614d',
];

/** Greys with a little of the accent, for text, borders and surfaces. */
const gray: MantineColorsTuple = [
  '#f7f9f8',
  '#eff3f1',
  '#e3e9e6',
  '#d3dbd7',
  '#bfc9c5',
  '#97a5a0',
  '#6a7873',
  '#4c5955',
  '#333e3a',
  '#1c2522',
];

const dark: MantineColorsTuple = [
  '#d5dfdb',
  '#b3c0bb',
  '#93a29d',
  '#5f706a',
  '#34433f',
  '#273431',
  '#1b2624',
  '#141d1b',
  '#0f1716',
  '#0a100f',
];

const yellow: MantineColorsTuple = [
  '#fefaec',
  '#fbf2d6',
  '#f5e3a8',
  '#ecd075',
  '#e0ba45',
  '#cfa327',
  '#b58a14',
  '#96700b',
  '#7c5800',
  '#5f4300',
];

const red: MantineColorsTuple = [
  '#fef5f4',
  '#fdebe9',
  '#f9cfcb',
  '#f3a7a1',
  '#ea7970',
  '#e05a50',
  '#d0443a',
  '#c2362d',
  '#b3261e',
  '#8e1b15',
];

const orange: MantineColorsTuple = [
  '#fff7ee',
  '#fdefe0',
  '#fad9b8',
  '#f6bf88',
  '#f0a45a',
  '#e4893a',
  '#cc7020',
  '#b35a0c',
  '#9a4a00',
  '#783900',
];

export const theme = createTheme({
  primaryColor: 'pine',
  // White text is legible on both (4.5:1 or more).
  primaryShade: { light: 8, dark: 7 },
  colors: { pine, gray, dark, red, orange, yellow },
  black: '#1c2522',
  fontFamily: 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace:
    'ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  defaultRadius: 'md',
  cursorType: 'pointer',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.05rem' } } },
  components: {
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.45, blur: 2 } } },
    Alert: { defaultProps: { variant: 'light' } },
  },
});
