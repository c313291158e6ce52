import { describe, expect, it } from 'vitest'
import { readArguments } from '../../src/cli/arguments.ts'
import { painter } from '../../src/cli/colours.ts'
import { pushLine } from '../../src/cli/push-progress.ts'
import { UsageError } from '../../src/cli/usage-error.ts'

function pushOptions(...args: string[]) {
  const invocation = readArguments(['push', ...args])
  if (invocation.command !== 'push') throw new Error(`read as ${invocation.command}`)
  return invocation.options
}

const TO = ['--to', 'https://laurel.example', '--handle', 'ada']

describe('the command line of a push', () => {
  it('needs no more than server and handle', () => {
    expect(pushOptions(...TO)).toEqual({
      database: null,
      profile: null,
      all: false,
      server: 'https://laurel.example',
      handle: 'ada',
      source: 'default',
      key: null,
      keyFile: null,
      upload: false,
      dryRun: false,
      parallel: 4,
      titles: false,
      sessions: false,
      print: false,
      checkpoint: null,
      watchSeconds: null,
    })
  })

  it('takes everything else', () => {
    const more = ['a.db', '--source=work', '--key-file', 'k', '--upload', '--dry-run', '--parallel', '6']
    expect(pushOptions('--to', 'http://localhost:8787/laurel/', '--handle=@ada', ...more)).toEqual({
      database: 'a.db',
      profile: null,
      all: false,
      server: 'http://localhost:8787/laurel',
      handle: 'ada',
      source: 'work',
      key: null,
      keyFile: 'k',
      upload: true,
      dryRun: true,
      parallel: 6,
      titles: false,
      sessions: false,
      print: false,
      checkpoint: null,
      watchSeconds: null,
    })
    const report = ['--titles', '--checkpoint', 'c', '--watch', '--every=300']
    expect(pushOptions(...TO, ...report)).toMatchObject({
      titles: true,
      sessions: false,
      checkpoint: 'c',
      watchSeconds: 300,
    })
    expect(pushOptions(...TO, '--watch').watchSeconds).toBe(60)
  })

  it.each([
    'laurel.example',
    'localhost:8787',
    'ftp://laurel.example',
    'file:///etc',
    'https://laurel.example/@ada',
    'https://laurel.example/?a',
    'https://laurel.example/#a',
    'https://ada:key@laurel.example',
    'https://',
  ])('takes no server from %s', (to) => {
    expect(() => pushOptions('--to', to, '--handle', 'ada')).toThrow(UsageError)
  })

  it.each([
    [[]],
    [['--to', 'https://laurel.example']],
    [['--handle', 'ada']],
    [[...TO, '--upload', '--parallel', '0']],
    [[...TO, '--upload', '--parallel', '7']],
    [[...TO, '--upload', '--parallel', '1.5']],
    [[...TO, '--key', 'a', '--key-file', 'b']],
    [[...TO, 'one.db', 'two.db']],
    [[...TO, '--json']],
    [[...TO, '--upload=yes']],
    [[...TO, '--source', ' ']],
    [[...TO, '--dry-run']],
    [[...TO, '--parallel', '2']],
    [[...TO, '--upload', '--titles']],
    [[...TO, '--upload', '--print']],
    [[...TO, '--upload', '--checkpoint', 'c']],
    [[...TO, '--every', '60']],
    [[...TO, '--watch', '--every', '1']],
    [[...TO, '--watch', '--print']],
    [[...TO, '--upload', '--watch', '--dry-run']],
  ])('is not %j', (args) => {
    expect(() => pushOptions(...args)).toThrow(/ Try “laurel push --help”\.$/)
  })

  it('is not that of a scan', () => {
    expect(() => readArguments(['scan', '--to', 'https://laurel.example'])).toThrow(UsageError)
  })

  it('asks for help as others do', () => {
    const help = { command: 'help', topic: 'push' }
    expect(['push --help', 'help push', 'push a b -h'].map((line) => readArguments(line.split(' ')))).toEqual(
      [help, help, help],
    )
  })
})

describe('a progress line of a push', () => {
  const look = { columns: 90, paint: painter('none') }

  it('tells phase, megabytes, rate and time left', () => {
    const line = pushLine({ phase: 'sending', done: 25e6, total: 100e6 }, 10, look)
    expect(line).toMatch(/^━+╌+ {2}Sending 25 MB \/ 100 MB {3}25% {2}2\.5 MB\/s {2}0:30 left$/)
  })

  it('tells no rate before there is one', () => {
    const line = pushLine({ phase: 'hashing', done: 0, total: 0 }, 10, look)
    expect(line).toMatch(/^━+ {2}Reading 0\.00 MB \/ 0\.00 MB {2}100%$/)
  })
})
