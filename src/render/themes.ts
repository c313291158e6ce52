import type { ThemeName } from '../contract/cards.ts'
import type { TierName } from '../engine/types.ts'

/** The colours of pictures. A test holds every text colour to a contrast of 4.5:1 on its ground, glow included. */

export interface Theme {
  scheme: 'light' | 'dark'
  ground: string
  border: string
  title: string
  text: string
  soft: string
}

function light(ground: string, border: string, title: string, text: string, soft: string): Theme {
  return { scheme: 'light', ground, border, title, text, soft }
}

function dark(ground: string, border: string, title: string, text: string, soft: string): Theme {
  return { scheme: 'dark', ground, border, title, text, soft }
}

export const THEMES: Readonly<Record<ThemeName, Theme>> = {
  parchment: light('#fffdf7', '#dcd5c2', '#1d211c', '#1d211c', '#565a4e'),
  night: dark('#151c19', '#27312c', '#ecefe8', '#ecefe8', '#a5b0a8'),
  marble: light('#f7f7f5', '#d6d6d0', '#23262b', '#23262b', '#565b62'),
  chalk: light('#ffffff', '#d1d9e0', '#1f2328', '#1f2328', '#59636e'),
  ink: dark('#0d1117', '#30363d', '#f0f6fc', '#e6edf3', '#9aa2ac'),
  olive: light('#f1f5e6', '#c9d3b0', '#2a3818', '#27301c', '#4d5839'),
  sand: light('#fcf3e2', '#e2cfa8', '#4a2f10', '#3a2a16', '#645032'),
  aegean: light('#edf5fb', '#bcd5e8', '#0f3a57', '#14303f', '#435c6c'),
  rose: light('#fdf3f3', '#ecc9c9', '#5a1f2b', '#3f1d24', '#70494f'),
  bronze: dark('#1f150e', '#4a3220', '#f6d9b8', '#f3e7d8', '#c2a88e'),
  amphora: dark('#17100d', '#5a2b18', '#f2a06b', '#f0dfd2', '#bf9c88'),
  delphi: dark('#0e1a2b', '#24405f', '#9fd0ff', '#e4eef8', '#9db2c7'),
  aurora: dark('#0c1420', '#2a3654', '#c7b3ff', '#e8ecf6', '#a3afc5'),
  wine: dark('#230f17', '#56293a', '#f3b7c6', '#f3e4e8', '#c8a5b0'),
  olympus: dark('#17122b', '#3d3366', '#d9ccff', '#ece8fa', '#b2a9cf'),
  obsidian: dark('#000000', '#2b2b2b', '#ffffff', '#ededed', '#a3a3a3'),
}

/** The two themes that follow the reader's choice of light and dark. */
export const AUTO: readonly [light: ThemeName, dark: ThemeName] = ['parchment', 'night']

/** The metals of earned achievements. */
export type EarnedMetal = TierName | 'earned'

/** Three shades of a coin, and the ink of its icon. */
export const METAL_COLOURS: Readonly<
  Record<EarnedMetal, { light: string; base: string; dark: string; ink: string }>
> = {
  Copper: { light: '#f0b286', base: '#c8763f', dark: '#8c4a20', ink: '#381906' },
  Silver: { light: '#f1f5f8', base: '#b4bec8', dark: '#7c8894', ink: '#222b33' },
  Gold: { light: '#ffe9a3', base: '#e0ae35', dark: '#9c7010', ink: '#402c00' },
  Diamond: { light: '#edfcff', base: '#7fd3ea', dark: '#3793b4', ink: '#06384a' },
  Olympian: { light: '#d9f9ff', base: '#9b7bff', dark: '#6b46d9', ink: '#1c0d4d' },
  earned: { light: '#c9ecd6', base: '#5da67f', dark: '#2c6b4b', ink: '#0a2f1d' },
}

/** Colours of a metal's name and wreath, by scheme. */
export const METAL_TEXT: Readonly<Record<Theme['scheme'], Readonly<Record<EarnedMetal, string>>>> = {
  light: {
    Copper: '#8a4618',
    Silver: '#4c5965',
    Gold: '#775300',
    Diamond: '#0c627f',
    Olympian: '#5f35b8',
    earned: '#2c6b4b',
  },
  dark: {
    Copper: '#eba777',
    Silver: '#c9d3dc',
    Gold: '#f1cb66',
    Diamond: '#96e2f6',
    Olympian: '#c7b3ff',
    earned: '#86d3a8',
  },
}

/** The gradient of an Olympian wreath and coin. */
export const AURORA: readonly (readonly [offset: number, colour: string])[] = [
  [0, '#3ddc97'],
  [0.38, '#38b6ff'],
  [0.7, '#9b7bff'],
  [1, '#ff7ac6'],
]

/** Opacity of the glow in a picture's corner. */
export const GLOW = { light: 0.14, dark: 0.2 } as const
