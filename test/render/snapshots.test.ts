import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { EVERY_PICTURE } from './every-picture.ts'
import { elementsOf } from './xml-parser.ts'

it.each(Object.entries(EVERY_PICTURE))('%s looks as it did', async (name, svg) => {
  expect(elementsOf(svg)[0]?.name).toBe('svg')
  await expect(svg).toMatchFileSnapshot(`snapshots/${name}`)
})

it('no snapshot is of a picture that there is no more', () => {
  const kept = readdirSync(new URL('snapshots', import.meta.url))
  expect(kept.sort()).toEqual(Object.keys(EVERY_PICTURE).sort())
})
