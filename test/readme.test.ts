import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { scripts } from '../package.json'
import { readArguments } from '../src/cli/arguments.ts'
import { SETTINGS } from '../src/config.ts'

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
