import { describe, expect, it } from 'vitest'
import { openApiTags, SECTIONS, sectionOf } from '../../functions/api/guide/sections.ts'
import { Prose } from '../../functions/pages/docs/prose.tsx'
import { BadgeOptionsSchema, CardOptionsSchema, TrophiesOptionsSchema } from '../../src/contract/cards.ts'

const ORIGIN = 'https://laurel.example'

describe('the guide', () => {
  it('says the same to people and to machines', () => {
    const tags = openApiTags(ORIGIN)
    expect(tags.map(({ name }) => name)).toEqual(SECTIONS.map(({ name }) => name))
    const words = (text: string) => text.replace(/<[^>]+>/g, ' ').match(/[\w’./-]{4,}/g)
    for (const [index, { name, blocks }] of SECTIONS.entries()) {
      const html = String(<Prose label={name} blocks={blocks} origin={ORIGIN} />)
      const shown = new Set(
        words(html.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')),
      )
      for (const word of words(tags[index]?.description ?? '') ?? []) expect(shown).toContain(word)
      expect(html).not.toContain('`')
      expect(html).not.toContain('ORIGIN')
    }
  })

  it('has a row for each option of each picture', () => {
    const text = openApiTags(ORIGIN).find(({ name }) => name === 'Pictures')?.description ?? ''
    const rows = [...text.matchAll(/^\| `(\w+)` \| ([a-z, ]+) \| /gm)].map(([, option = '', of = '']) => [
      option,
      of,
    ])
    const optionsOf = (picture: string) =>
      rows.flatMap(([option, of = '']) => (of === 'all' || of.split(', ').includes(picture) ? [option] : []))
    expect(optionsOf('card').sort()).toEqual(Object.keys(CardOptionsSchema.shape).sort())
    expect(optionsOf('trophies').sort()).toEqual(Object.keys(TrophiesOptionsSchema.shape).sort())
    expect(optionsOf('badge').sort()).toEqual(Object.keys(BadgeOptionsSchema.shape).sort())
  })

  it('has a section for a path, or says that none is about it', () => {
    expect(sectionOf('/profiles/{handle}/sources/{source}/snapshot')).toBe('Histories')
    expect(sectionOf('/profiles/{handle}')).toBe('Profiles')
    expect(() => sectionOf('/profiles/{handle}/nonsense')).toThrow('no section')
  })
})
