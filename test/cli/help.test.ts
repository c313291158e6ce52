import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { COMMANDS, readArguments } from '../../src/cli/arguments.ts'
import { helpText } from '../../src/cli/help.ts'
import type { Command } from '../../src/cli/usage-error.ts'
import { DOCUMENTS } from '../documents.ts'

const COMMAND_NAMES: readonly Command[] = [
  'scan',
  'show',
  'export',
  'sessions',
  'insights',
  'wrapped',
  'templates',
  'create',
  'login',
  'push',
  'hook',
  'autopush',
  'pull',
  'recount',
  'key',
  'serve',
  'backup',
  'restore',
]

/** Options that a help text explains, by name. */
const explained = (command: Command) =>
  [...helpText(command).matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gm)].map(([, name = '']) => name)

const everyOption = new Set(COMMAND_NAMES.flatMap(explained))

/** Whether a command has an option, whatever else it says of this use of it. */
function knows(command: Command, name: string): boolean {
  try {
    readArguments([command, `--${name}`, 'value'])
  } catch (error) {
    return !String(error).includes(`has no option --${name}`)
  }
  return true
}

describe.each(COMMAND_NAMES)('the help of laurel %s', (command) => {
  it('explains every option that the command has, once, and no other', () => {
    const known = [...everyOption].filter((name) => knows(command, name))
    expect(explained(command).toSorted()).toEqual(known.toSorted())
    const table = Object.values(COMMANDS[command].options).map(({ name }) => name)
    expect([...table, 'help'].toSorted()).toEqual(known.toSorted())
  })

  it('fits a terminal of 80 columns', () => {
    for (const line of helpText(command).split('\n')) expect(line.length).toBeLessThan(80)
  })

  it('is named in the overview', () => {
    expect(helpText('laurel')).toContain(`\n  laurel ${command} `)
  })
})

it('all help texts stand in one file, for an editor to read in one go', async () => {
  const texts = ['laurel' as const, ...COMMAND_NAMES].map(helpText)
  await expect(texts.join(`\n${'─'.repeat(79)}\n\n`)).toMatchFileSnapshot('__snapshots__/help.txt')
})

describe('options', () => {
  it('of one name take a value in all commands or in none', () => {
    const all = COMMAND_NAMES.flatMap((command) => Object.values(COMMANDS[command].options))
    for (const name of everyOption) {
      const same = all.filter((option) => option.name === name)
      expect(new Set(same.map(({ value }) => value === null)).size, name).toBeLessThanOrEqual(1)
    }
  })

  it('that the README names are there', () => {
    const named = [...readFileSync('README.md', 'utf8').matchAll(/(?<=[\s`(])--([a-z][a-z-]*)/g)]
    const unknown = named.map(([, name = '']) => name).filter((name) => !everyOption.has(name))
    expect(unknown).toEqual([])
  })

  it('that a document names are there, at the command that it names', () => {
    const named = DOCUMENTS.flatMap((path) =>
      readFileSync(path, 'utf8')
        .split('\n')
        .flatMap((line) => [
          ...line.matchAll(
            /\blaurel (scan|show|export|sessions|insights|templates|create|login|push|recount|key|serve|backup|restore)\b([^#`]*)/g,
          ),
        ])
        .flatMap(([, command, rest = '']) =>
          [...rest.matchAll(/(?<=\s)--([a-z][a-z-]*)/g)].map(([, name]) => `${command} --${name}`),
        ),
    )
    const known = COMMAND_NAMES.flatMap((command) => explained(command).map((name) => `${command} --${name}`))
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((name) => !known.includes(name))).toEqual([])
  })
})
