import type { CardOptions } from '../contract/cards.ts'
import { AUTO, type EarnedMetal, METAL_COLOURS, METAL_TEXT, THEMES, type Theme } from './themes.ts'

/** The colours of one picture, by what they are for. */
export interface Palette extends Theme {
  /** Whether the highest metal glows on the ground: not on one that the reader chose. */
  glows: boolean
  /** Whether the names of metals have the colour of text, since their own is unreadable on the ground. */
  plainNames: boolean
}

export type Looks = Pick<
  CardOptions,
  'theme' | 'bg_color' | 'title_color' | 'text_color' | 'border_color' | 'hide_border' | 'border_radius'
>

/**
 * Returns the palette that the options ask for and, if the picture follows the reader's choice, the one for dark. If
 * only a ground is given, the text is made readable on it.
 */
export function palettesOf(looks: Looks): { base: Palette; dark: Palette | null } {
  const [light, dark] = AUTO
  if (looks.theme !== undefined && looks.theme !== 'auto') {
    return { base: customised(THEMES[looks.theme], looks), dark: null }
  }
  const base = customised(THEMES[light], looks)
  const other = customised(THEMES[dark], looks)
  return base.scheme === other.scheme ? { base, dark: null } : { base, dark: other }
}

function customised(theme: Theme, looks: Looks): Palette {
  const { bg_color: ground, title_color, text_color, border_color } = looks
  const start = ground === undefined ? { ...theme, plainNames: false } : onGround(theme, ground)
  const text = text_color ?? start.text
  return {
    ...start,
    text,
    soft: text_color ?? start.soft,
    title: title_color ?? start.title,
    border: border_color ?? start.border,
    glows: ground === undefined,
  }
}

/** Returns a theme on another ground: its colours as far as they are readable; all of them if it is translucent. */
function onGround(theme: Theme, ground: string): Theme & { plainNames: boolean } {
  if (channels(ground)[3] < 0.9) return { ...theme, ground, plainNames: false }
  const scheme = inkOn(ground) === '#000000' ? 'light' : 'dark'
  const start = scheme === theme.scheme ? theme : THEMES[AUTO[scheme === 'light' ? 0 : 1]]
  const legible = (...colours: string[]) => colours.find((colour) => reads(colour, ground)) ?? inkOn(ground)
  const text = legible(start.text)
  return {
    ...start,
    ground,
    text,
    title: legible(start.title, text),
    soft: legible(start.soft, text),
    plainNames: !Object.values(METAL_TEXT[scheme]).every((name) => reads(name, ground)),
  }
}

/** Returns black or white, whichever is more readable on a ground. */
export function inkOn(ground: string): '#000000' | '#ffffff' {
  return luminanceOf(ground) > 0.179 ? '#000000' : '#ffffff'
}

/** Returns whether a text is readable on a ground (WCAG 2.2, 1.4.3). */
function reads(text: string, ground: string): boolean {
  const [darker = 0, lighter = 0] = [luminanceOf(text), luminanceOf(ground)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05) >= 4.5
}

/** Parses `#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa` into four numbers from 0 to 1. */
export function channels(colour: string): [red: number, green: number, blue: number, alpha: number] {
  const digits = colour.slice(1)
  const short = digits.length < 6
  const at = (place: number) => {
    const part = short ? digits.charAt(place).repeat(2) : digits.slice(2 * place, 2 * place + 2)
    return part === '' ? 1 : Number.parseInt(part, 16) / 255
  }
  return [at(0), at(1), at(2), at(3)]
}

/** Returns the relative luminance (WCAG 2.2), 0 to 1. */
function luminanceOf(colour: string): number {
  const [r, g, b] = channels(colour).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)
}

/** What can be painted: the palette's own colours, a metal's name, a metal's wreath. */
export type Role =
  | 'ground'
  | 'border'
  | 'title'
  | 'text'
  | 'soft'
  | `name-${EarnedMetal}`
  | `wreath-${Exclude<EarnedMetal, 'Olympian'>}`

export function colourOf(role: Role, palette: Palette): string {
  if (role.startsWith('name-') && palette.plainNames) return palette.text
  if (role.startsWith('name-')) return METAL_TEXT[palette.scheme][metalIn(role)]
  if (role.startsWith('wreath-'))
    return METAL_COLOURS[metalIn(role)][palette.scheme === 'light' ? 'dark' : 'base']
  return palette[role as 'ground' | 'border' | 'title' | 'text' | 'soft']
}

function metalIn(role: Role): EarnedMetal {
  return role.slice(role.indexOf('-') + 1) as EarnedMetal
}
