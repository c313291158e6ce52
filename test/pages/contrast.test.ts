import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contrast } from './wcag.ts'

/** WCAG 2.2: contrast minimum 4.5:1 for text (1.4.3), from the colours the stylesheet names. */

const css = readFileSync(new URL('../../functions/pages/styles/tokens.css', import.meta.url), 'utf8')
const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)')
const SCHEMES = { light: colours(light), dark: { ...colours(light), ...colours(dark) } }
const METALS = ['copper', 'silver', 'gold', 'diamond', 'olympian', 'earned']
const SURFACES = ['ground', 'surface', 'surface-sunk']

describe.each(Object.entries(SCHEMES))('in %s', (_, palette) => {
  const of = (name: string) => palette[name] ?? 'no such colour'

  it.each(['text', 'text-soft', 'laurel', 'danger'])('%s can be read on every surface', (name) => {
    for (const surface of SURFACES) expect(contrast(of(name), of(surface))).toBeGreaterThanOrEqual(4.5)
  })

  it('the words on a primary button can be read', () => {
    expect(contrast(of('on-laurel'), of('laurel'))).toBeGreaterThanOrEqual(4.5)
    expect(contrast(of('on-laurel'), of('laurel-strong'))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(METALS)('%s can be read as a word, and its icon on the coin', (metal) => {
    for (const surface of SURFACES) {
      expect(contrast(of(`${metal}/metal-text`), of(surface))).toBeGreaterThanOrEqual(4.5)
    }
    expect(contrast(of(`${metal}/metal-ink`), of(`${metal}/metal`))).toBeGreaterThanOrEqual(3)
  })
})

/** `--text: #1d211c` of the root as `text`, of a metal as `gold/metal-text`. */
function colours(part: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [, selector = '', body = ''] of part.matchAll(/(:root|\.metal-\w+) \{([^}]*)\}/g)) {
    const scope = selector === ':root' ? '' : `${selector.replace('.metal-', '')}/`
    for (const [, name, value] of body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)) {
      if (name && value) found[scope + name] = value
    }
  }
  return found
}
