import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { scripts } from '../package.json'
import { readArguments } from '../src/cli/arguments.ts'
import { SETTINGS } from '../src/config.ts'
import {
  BADGE_STYLES,
  BadgeOptionsSchema,
  CardOptionsSchema,
  EXTRA_PARTS,
  LOCALES,
  PARTS,
  THEME_NAMES,
  TrophiesOptionsSchema,
} from '../src/contract/cards.ts'
import { TIER_NAMES } from '../src/engine/types.ts'

const readme = await readFile('README.md', 'utf8')

it('lists every setting with its default and unit, and no other', () => {
  const rows = Object.entries(SETTINGS).map(
    ([name, { value, unit }]) => `| \`${name}\` | ${value.toLocaleString('en')} | ${unit} |`,
  )
  const written = readme.match(/^\| `[A-Z_]+` \|.*$/gm)
  expect(written).toEqual(rows)
})

it('names only scripts that there are', () => {
  const named = [...readme.matchAll(/npm run ([a-z:]+)/g)].map(([, name = '']) => name)
  expect(named.filter((name) => !(name in scripts))).toEqual([])
  expect(named.length).toBeGreaterThan(3)
})

it('shows command lines that the tool understands', () => {
  const lines = [...readme.matchAll(/^npx laurel ([^#\n]*)/gm)].map(([, line = '']) =>
    line.trim().split(/\s+/),
  )
  expect(lines.length).toBeGreaterThan(2)
  for (const line of lines) expect(() => readArguments(line)).not.toThrow()
})

it('opens with what it is, a picture and the two commands', () => {
  const screen = readme.split('\n').slice(0, 14).join('\n')
  expect(screen).toContain('npm ci && npm start')
  expect(screen).toContain('npm test')
  expect(screen).toMatch(/!\[.+\]\(\.github\/page\.png\)/)
})

describe('the table of picture options', () => {
  const rows = [
    ...readme.matchAll(/^\| `([a-z_]+)` \| (all|card, trophies|trophies|badge) \| (.*) \|$/gm),
  ].map(([, option = '', of = '', values = '']) => ({ option, of, values }))

  it('has a row for each option of each schema, and no other', () => {
    const optionsOf = (...names: string[]) =>
      rows
        .filter(({ of }) => of === 'all' || names.some((name) => of.split(', ').includes(name)))
        .map(({ option }) => option)
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
  ])('names every value of %s', (option, values) => {
    const written = rows.find((row) => row.option === option)?.values ?? ''
    expect([...written.matchAll(/`([^`]+)`/g)].map(([, value]) => value)).toEqual(values)
  })
})

it('embeds only addresses whose every option is understood', () => {
  const addresses = [...readme.matchAll(/\/@ada\/(card|badge|trophies)\.svg\?([^"\s)]*)/g)]
  expect(addresses.length).toBeGreaterThan(3)
  const schemas = { card: CardOptionsSchema, badge: BadgeOptionsSchema, trophies: TrophiesOptionsSchema }
  for (const [, name = '', query = ''] of addresses) {
    const given = Object.fromEntries(new URLSearchParams(query))
    const taken = schemas[name as keyof typeof schemas].parse(given)
    expect(
      Object.entries(taken)
        .filter(([, value]) => value !== undefined)
        .map(([key]) => key)
        .sort(),
    ).toEqual(Object.keys(given).sort())
  }
})

it('shows only pictures that are there', async () => {
  const pictures = [...readme.matchAll(/\(?"?(\.github\/[a-z.-]+)/g)].map(([, path = '']) => path)
  expect(pictures.length).toBeGreaterThan(3)
  for (const path of pictures) expect((await readFile(path)).length).toBeGreaterThan(500)
})
