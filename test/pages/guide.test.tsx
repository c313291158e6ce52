import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { openApiTags, SECTIONS, sectionOf } from '../../functions/api/guide/sections.ts'
import { Prose } from '../../functions/pages/docs/prose.tsx'
import {
  BADGE_STYLES,
  BadgeOptionsSchema,
  CARD_LAYOUTS,
  CardOptionsSchema,
  EXTRA_PARTS,
  PARTS,
  THEME_NAMES,
  TrophiesOptionsSchema,
} from '../../src/contract/cards.ts'
import { TIER_NAMES } from '../../src/engine/types.ts'
import { LOCALES } from '../../src/language/language.ts'

const ORIGIN = 'https://laurel.example'

/** The table of picture options, as machines get it. */
const OPTIONS = [
  ...(openApiTags(ORIGIN).find(({ name }) => name === 'Pictures')?.description ?? '').matchAll(
    /^\| `(\w+)` \| ([a-z, ]+) \| (.*) \|$/gm,
  ),
].map(([, option = '', of = '', values = '']) => ({ option, of, values }))

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
    const optionsOf = (picture: string) =>
      OPTIONS.flatMap(({ option, of }) => (of === 'all' || of.split(', ').includes(picture) ? [option] : []))
    expect(optionsOf('card').sort()).toEqual(Object.keys(CardOptionsSchema.shape).sort())
    expect(optionsOf('trophies').sort()).toEqual(Object.keys(TrophiesOptionsSchema.shape).sort())
    expect(optionsOf('badge').sort()).toEqual(Object.keys(BadgeOptionsSchema.shape).sort())
  })

  it.each([
    ['theme', ['auto', ...THEME_NAMES]],
    ['locale', LOCALES],
    ['hide', PARTS.filter((part) => !EXTRA_PARTS.includes(part))],
    ['show', EXTRA_PARTS],
    ['tier', TIER_NAMES],
    ['style', BADGE_STYLES],
    ['layout', CARD_LAYOUTS],
  ])('names every value of %s', (option, values) => {
    const written = OPTIONS.find((row) => row.option === option)?.values ?? ''
    expect([...written.matchAll(/`([^`]+)`/g)].map(([, value]) => value)).toEqual(values)
  })

  it.each(
    OPTIONS.flatMap(({ option, values }) => {
      const [, min = '', max = ''] = /^(\d+) to (\d+)$/.exec(values) ?? []
      return min === '' ? [] : [{ option, min: Number(min), max: Number(max) }]
    }),
  )('says how small and how large $option may be', ({ option, min, max }) => {
    const taken = (value: number) =>
      Object.values(TrophiesOptionsSchema.parse({ [option]: String(value) })).some((given) => given === value)
    expect([min - 1, min, max, max + 1].map(taken)).toEqual([false, true, true, false])
  })

  it('says how many requests wrangler.toml lets through', async () => {
    const toml = await readFile('wrangler.toml', 'utf8')
    const limits = [...toml.matchAll(/limit = (\d+)/g)].map(([, limit]) => Number(limit).toLocaleString('en'))
    const text = openApiTags(ORIGIN).find(({ name }) => name === 'Basics')?.description ?? ''
    expect(text.match(/\b[\d,]+(?= (?:requests|other))/g)).toEqual(limits.slice(0, 3))
    expect(text).toContain(`${limits[3]} for pictures`)
  })

  it('has a section for a path, or says that none is about it', () => {
    expect(sectionOf('/profiles/{handle}/sources/{source}/snapshot')).toBe('Histories')
    expect(sectionOf('/profiles/{handle}')).toBe('Profiles')
    expect(() => sectionOf('/profiles/{handle}/nonsense')).toThrow('no section')
  })
})
