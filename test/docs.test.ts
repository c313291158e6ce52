import { readdirSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cloudflare, devDependencies, scripts } from '../package.json'
import { readArguments } from '../src/cli/arguments.ts'
import { BadgeOptionsSchema, CardOptionsSchema, TrophiesOptionsSchema } from '../src/contract/cards.ts'
import { CATALOG } from '../src/engine/catalog.ts'
import { SETTINGS, SWITCHES } from '../src/settings.ts'
import { DECISIONS, DOCUMENTS } from './documents.ts'
import { MAY_IMPORT, MAY_IMPORT_TYPES } from './import-table.ts'

const texts = new Map(
  await Promise.all(DOCUMENTS.map(async (path) => [path, await readFile(path, 'utf8')] as const)),
)
const textOf = (path: string) => texts.get(path) ?? ''
const readme = textOf('README.md')
const architecture = textOf('.github/ARCHITECTURE.md')

/** What a pattern's first group matches in a text. */
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, match = '']) => match)

describe('the README', () => {
  it('is at most 9 KB', () => {
    expect(new TextEncoder().encode(readme).length).toBeLessThanOrEqual(9 * 1024)
  })

  it('opens with what it is, a picture and the two commands', () => {
    const screen = readme.split('\n').slice(0, 14).join('\n')
    expect(screen).toContain(`${CATALOG.length} badges`)
    expect(screen).toContain('npm ci && npm start')
    expect(screen).toContain('npm test')
    expect(screen).toMatch(/!\[.+\]\(\.github\/page\.png\)/)
  })

  it('shows command lines that the tool understands', () => {
    const lines = found(readme, /^npx laurel ([^#\n]*)/gm).map((line) => line.trim().split(/\s+/))
    expect(lines.length).toBeGreaterThan(2)
    for (const line of lines) expect(() => readArguments(line)).not.toThrow()
  })

  it('embeds only pictures whose every option is understood', () => {
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
    const pictures = found(readme, /\(?"?(\.github\/[a-z-]+\.(?:png|svg))/g)
    expect(pictures.length).toBeGreaterThan(3)
    for (const path of pictures) expect((await readFile(path)).length).toBeGreaterThan(500)
  })
})

it('wrangler.toml lists every setting of an operator with its default and unit, and no other', async () => {
  const rows = Object.entries(SETTINGS).flatMap(([name, setting]) =>
    'operator' in setting ? [`# ${name} = ${setting.value}  # ${setting.unit}`] : [],
  )
  rows.push(...Object.keys(SWITCHES).map((name) => `# ${name} = 0  # 0 or 1`))
  const written = (await readFile('wrangler.toml', 'utf8')).match(/^# [A-Z_]+ = .*$/gm)
  expect(written).toEqual(rows)
  expect(rows).toHaveLength(32)
})

it('the button that deploys describes what it asks for, and offers nobody a password that others know', async () => {
  const secrets = (await readFile('.dev.vars.example', 'utf8')).match(/^[^#\n].*$/gm) ?? []
  expect(secrets).toEqual(['OPERATOR_KEY='])
  const written = await readFile('wrangler.toml', 'utf8')
  for (const [name, { description }] of Object.entries(cloudflare.bindings)) {
    expect(
      [...secrets, written].some((text) => new RegExp(`^${name}=|"${name}"|^${name} = `, 'm').test(text)),
    ).toBe(true)
    expect(description).toMatch(/^[A-Z].*\.$/)
  }
  expect(scripts.deploy).toBe('wrangler deploy')
  expect(readme).toContain('https://deploy.workers.cloudflare.com/?url=https://github.com/')
})

it('wrangler.toml asks for the platform of the day that the pinned runtime is from', async () => {
  const [, ...day] = /^1\.(\d{4})(\d\d)(\d\d)\.\d+$/.exec(devDependencies.workerd) ?? []
  expect(await readFile('wrangler.toml', 'utf8')).toContain(`\ncompatibility_date = "${day.join('-')}"\n`)
})

it('wrangler.toml publishes no previews, and logs no URLs', async () => {
  const written = await readFile('wrangler.toml', 'utf8')
  expect(written).toMatch(/^preview_urls = false$/m)
  expect(written).toMatch(/^\[observability\.logs\]\ninvocation_logs = false$/m)
})

it('wrangler.toml lets a request read all chunks of the largest profile, for its archive', async () => {
  const subrequests = Number(
    /^subrequests = ([\d_]+)$/m.exec(await readFile('wrangler.toml', 'utf8'))?.[1]?.replaceAll('_', ''),
  )
  const chunks = SETTINGS.PROFILE_MAX_BYTES.value / SETTINGS.CHUNK_BYTES.value
  // Each of its histories, and its log, may end with a part of one.
  expect(subrequests).toBeGreaterThanOrEqual(chunks + 2 * SETTINGS.SOURCES_MAX.value)
})

describe('documents', () => {
  it('name only scripts that there are', () => {
    const named = [...texts.values()].flatMap((text) => found(text, /npm run ([a-z:]+)/g))
    expect(named.filter((name) => !(name in scripts))).toEqual([])
    expect(named.length).toBeGreaterThan(6)
  })

  it('name only settings that there are', () => {
    const named = [...texts.values()].flatMap((text) =>
      found(text, /`([A-Z_]+_(?:SECONDS|BYTES|MAX|SESSIONS|ITEMS))`/g),
    )
    expect(named.filter((name) => !(name in SETTINGS))).toEqual([])
    expect(named.length).toBeGreaterThan(2)
  })

  it('name only files and folders that there are', async () => {
    const paths = [...texts].flatMap(([document, text]) => [
      ...found(text, /\]\(([^)#:]+)\)/g).map((path) => join(dirname(document), path)),
      ...found(text, /`((?:src|functions|test|findings|\.github|\.ci)\/[\w./-]*)`/g),
    ])
    expect(paths.length).toBeGreaterThan(80)
    for (const path of paths) await expect(stat(path), path).resolves.toBeDefined()
  })
})

describe('ARCHITECTURE', () => {
  it('has the table of who may import whom', () => {
    const rows = [...architecture.matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].map(([, part = '', names = '']) => [
      part,
      found(names, /`(\w+)`/g),
    ])
    expect(Object.fromEntries(rows)).toEqual(MAY_IMPORT)
  })

  it('says whose types may be imported besides', () => {
    const rows = [...architecture.matchAll(/`(\w+)` may also import types of (.*?):/g)].map(
      ([, part = '', names = '']) => [part, found(names, /`(\w+)`/g)],
    )
    expect(Object.fromEntries(rows)).toEqual(MAY_IMPORT_TYPES)
  })

  it('names every folder and file at the root of src, and every folder of functions', () => {
    const inside = (folder: string) => readdirSync(folder, { withFileTypes: true })
    const folders = ['src', 'functions'].flatMap((folder) =>
      inside(folder).flatMap((entry) => (entry.isDirectory() ? [`${folder}/${entry.name}`] : [])),
    )
    const files = inside('src').flatMap((entry) => (entry.isFile() ? [entry.name] : []))
    for (const name of [...folders, ...files]) expect(architecture).toContain(`\`${name}\``)
  })
})

describe('the records of decisions', () => {
  it('are numbered from 1 on, in their names and headings', () => {
    const numbers = DECISIONS.map((_, index) => String(index + 1).padStart(3, '0'))
    expect(DECISIONS.map((path) => /\/(\d{3})-[a-z0-9-]+\.md$/.exec(path)?.[1])).toEqual(numbers)
    expect(DECISIONS.map((path) => /^# (\d{3})\. [A-Z0-9]/.exec(textOf(path))?.[1])).toEqual(numbers)
  })

  it.each(DECISIONS)('%s says why, what, and what follows, on one screen', (path) => {
    const text = textOf(path)
    expect(found(text, /^## (.*)$/gm)).toEqual(['Context', 'Decision', 'Consequences'])
    expect(text.split('\n').length).toBeLessThanOrEqual(26)
  })
})
