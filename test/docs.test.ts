import { readFile, stat } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { scripts } from '../package.json'
import { readArguments } from '../src/cli/arguments.ts'
import { BadgeOptionsSchema, CardOptionsSchema, TrophiesOptionsSchema } from '../src/contract/cards.ts'
import { SETTINGS } from '../src/settings.ts'
import { MAY_IMPORT } from './import-table.ts'

const readme = await readFile('README.md', 'utf8')
const contributing = await readFile('.github/CONTRIBUTING.md', 'utf8')
const architecture = await readFile('.github/ARCHITECTURE.md', 'utf8')
const bench = await readFile('test/bench/README.md', 'utf8')

it('the README is at most 9 KB', () => {
  expect(new TextEncoder().encode(readme).length).toBeLessThanOrEqual(9 * 1024)
})

it('the README opens with what it is, a picture and the two commands', () => {
  const screen = readme.split('\n').slice(0, 14).join('\n')
  expect(screen).toContain('npm ci && npm start')
  expect(screen).toContain('npm test')
  expect(screen).toMatch(/!\[.+\]\(\.github\/page\.png\)/)
})

it('wrangler.toml lists every setting of an operator with its default and unit, and no other', async () => {
  const rows = Object.entries(SETTINGS).flatMap(([name, setting]) =>
    'operator' in setting ? [`# ${name} = ${setting.value}  # ${setting.unit}`] : [],
  )
  const written = (await readFile('wrangler.toml', 'utf8')).match(/^# [A-Z_]+ = .*$/gm)
  expect(written).toEqual(rows)
  expect(rows).toHaveLength(20)
})

it('docs name only scripts that there are', () => {
  const named = [...`${readme}${contributing}${bench}`.matchAll(/npm run ([a-z:]+)/g)].map(
    ([, name = '']) => name,
  )
  expect(named.filter((name) => !(name in scripts))).toEqual([])
  expect(named.length).toBeGreaterThan(6)
})

it('the README shows command lines that the tool understands', () => {
  const lines = [...readme.matchAll(/^npx laurel ([^#\n]*)/gm)].map(([, line = '']) =>
    line.trim().split(/\s+/),
  )
  expect(lines.length).toBeGreaterThan(2)
  for (const line of lines) expect(() => readArguments(line)).not.toThrow()
})

it('the README embeds only pictures whose every option is understood', () => {
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

it('docs name only files and folders that there are', async () => {
  const links = [
    ...[...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, path = '']) => path),
    ...[...`${contributing}${architecture}`.matchAll(/`((?:src|functions|test)\/[\w./-]*)`/g)].map(
      ([, path = '']) => path,
    ),
    ...[...contributing.matchAll(/\]\(\.\.\/([^)#]+)\)/g)].map(([, path = '']) => path),
  ].filter((path) => !path.startsWith('http'))
  expect(links.length).toBeGreaterThan(40)
  for (const path of links) await expect(stat(path), path).resolves.toBeDefined()
})

it('ARCHITECTURE has the table of who may import whom', () => {
  const rows = [...architecture.matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].flatMap(([, part = '', names = '']) =>
    part in MAY_IMPORT ? [[part, [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name)]] : [],
  )
  expect(Object.fromEntries(rows)).toEqual(MAY_IMPORT)
})
