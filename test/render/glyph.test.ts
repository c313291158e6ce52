import { expect, it } from 'vitest'
import { CATALOG } from '../../src/engine/catalog.ts'
import { glyphOf } from '../../src/render/glyph.ts'
import { badgeIcon, iconOf } from '../../src/ui/icons.ts'
import { shareDiffering } from './compared.ts'

const icons = [...new Set(CATALOG.flatMap((badge) => [badge.icon, iconOf(badge)]))]

/** Four times as large as on a card. */
function drawn(units: number, shapes = ''): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="112" height="112" viewBox="0 0 ${units} ${units}">
    <g fill="none" stroke="#000" stroke-width="${units / 12}" stroke-linecap="round" stroke-linejoin="round">${shapes}</g></svg>`
}

it.each(icons)('%s looks the same in tenths', async (icon) => {
  expect(badgeIcon(icon)).toBeDefined()
  // A third of a pixel at the edges of a thin line is one in thirty.
  expect(await shareDiffering(drawn(24, badgeIcon(icon)), drawn(240, glyphOf(icon)))).toBeLessThan(0.04)
})
