import { describe, expect, it } from 'vitest'
import { readArguments } from '../../src/cli/arguments.ts'
import { UsageError } from '../../src/cli/usage-error.ts'

function scanOptions(...args: string[]) {
  const invocation = readArguments(['scan', ...args])
  if (invocation.command !== 'scan') throw new Error(`read as ${invocation.command}`)
  return invocation.options
}

describe('the command line', () => {
  it('leaves everything about a scan open', () => {
    expect(scanOptions()).toEqual({
      database: null,
      profile: null,
      all: false,
      table: false,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      json: false,
      checkpoint: null,
      limit: 0,
      threads: null,
      counting: 'lived',
    })
  })

  it('takes options before and behind the history, with or without =', () => {
    const wanted = {
      ...{ database: 'a.db', profile: null, all: false, table: false, counting: 'lived' },
      ...{ timeZone: 'Asia/Tokyo', json: true, checkpoint: 'c', limit: 3, threads: null },
    }
    expect(scanOptions('--json', '--timezone=Asia/Tokyo', 'a.db', '--checkpoint', 'c', '--limit=3')).toEqual(
      wanted,
    )
    expect(
      scanOptions('--limit', '3', '--checkpoint=c', '--timezone', 'Asia/Tokyo', '--json', 'a.db'),
    ).toEqual(wanted)
  })

  it('counts as Hermes does when it is told to', () => {
    expect(scanOptions('--as-hermes').counting).toBe('hermes')
  })

  it('takes a history whose name begins with a hyphen behind --', () => {
    expect(scanOptions('--json', '--', '--odd.db')).toMatchObject({ database: '--odd.db', json: true })
  })

  it('takes the history of a profile, or all of them', () => {
    expect(scanOptions('--profile', ' Coder ')).toMatchObject({
      database: null,
      profile: 'coder',
      all: false,
    })
    expect(scanOptions('--all')).toMatchObject({ database: null, profile: null, all: true })
    for (const command of ['sessions', 'insights', 'templates suggest', 'templates list']) {
      expect(readArguments([...command.split(' '), '--profile=coder'])).toMatchObject({
        options: { profile: 'coder' },
      })
    }
  })

  it.each([
    ['scan', 'a.db', '--profile', 'coder'],
    ['scan', '--profile', '../coder'],
    ['scan', 'a.db', '--all'],
    ['scan', '--all', '--profile', 'coder'],
    ['scan', '--all', '--limit', '3'],
    ['scan', '--table', '--json'],
    ['sessions', '--all'],
    ['templates', 'create', 'id', 'a.db', '--profile', 'coder'],
    ['push', '--to', 'https://laurel.example', '--handle', 'ada', '--all', '--source', 'work'],
    ['push', '--to', 'https://laurel.example', '--handle', 'ada', '--all', '--print'],
  ])('does not take “%s %s %s %s”', (...args) => {
    expect(() => readArguments(args)).toThrow(UsageError)
  })

  it('takes a limit of nothing or less for all', () => {
    expect(['0', '-1', '-200', '+5'].map((limit) => scanOptions('--limit', limit).limit)).toEqual([
      0, 0, 0, 5,
    ])
  })

  it('does not take an option for the value of another', () => {
    expect(() => scanOptions('--checkpoint', '--json')).toThrow(UsageError)
  })

  it('asks for help before it asks for anything else', () => {
    expect(readArguments(['scan', 'a', 'b', '--help'])).toEqual({ command: 'help', topic: 'scan' })
    expect(readArguments(['-h'])).toEqual({ command: 'help', topic: 'laurel' })
  })
})
