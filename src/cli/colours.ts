import type { TierName } from '../engine/types.ts'

/** How many colours a stream shows: none, the 16 basic ones, or 256. */
export type ColourDepth = 'none' | 'basic' | 'extended'

export type Colour = TierName | 'heading' | 'faint' | 'good' | 'warning'

/** Select Graphic Rendition parameters (ECMA-48 section 8.3.117), for 16 and for 256 colours. */
const CODES: Readonly<Record<Colour, Record<Exclude<ColourDepth, 'none'>, string>>> = {
  Copper: { basic: '33', extended: '38;5;173' },
  Silver: { basic: '37', extended: '38;5;152' },
  Gold: { basic: '93', extended: '38;5;220' },
  Diamond: { basic: '96', extended: '38;5;87' },
  Olympian: { basic: '95', extended: '38;5;213' },
  heading: { basic: '1', extended: '1' },
  faint: { basic: '90', extended: '38;5;244' },
  good: { basic: '32', extended: '38;5;114' },
  warning: { basic: '33', extended: '38;5;214' },
}

/** Colours a text, or returns it unchanged. */
export type Paint = (colour: Colour, text: string) => string

export function painter(depth: ColourDepth): Paint {
  if (depth === 'none') return (_colour, text) => text
  return (colour, text) => (text === '' ? '' : `\x1b[${CODES[colour][depth]}m${text}\x1b[0m`)
}

/** The members of Node's `tty.WriteStream` that are used. */
export interface ColourStream {
  isTTY?: boolean
  getColorDepth?(): number
}

/**
 * Returns the colours to write to a stream. FORCE_COLOR (0 to 3, as Node reads it) overrides NO_COLOR
 * (https://no-color.org), which overrides what the stream can do.
 */
export function colourDepth(
  stream: ColourStream,
  environment: Readonly<Record<string, string | undefined>>,
): ColourDepth {
  const { FORCE_COLOR: forced, NO_COLOR: unwanted, TERM: terminal } = environment
  if (forced !== undefined) {
    if (forced === '0' || forced === 'false') return 'none'
    return forced === '2' || forced === '3' ? 'extended' : 'basic'
  }
  if (unwanted || terminal === 'dumb' || !stream.isTTY) return 'none'
  const bits = stream.getColorDepth?.() ?? 1
  if (bits >= 8) return 'extended'
  return bits >= 4 ? 'basic' : 'none'
}
