import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PathSet } from '../../src/engine/path-set.ts'
import { COUNTS, type CountSignal } from '../../src/engine/signals.ts'
import { TextMatcher } from '../../src/engine/text-matcher.ts'
import { Utf8Text } from '../../src/engine/utf8-text.ts'
import { runs } from '../properties.ts'
import { COUNTED, referenceFigures } from './reference.ts'
import { messageTexts } from './texts.ts'

/** As bytes and as strings: both ways must agree. */
function figuresOf(texts: string[]) {
  const [byBytes, byStrings] = [new TextMatcher(new PathSet()), new TextMatcher(new PathSet())]
  for (const text of texts) {
    byBytes.message(Utf8Text.from(text))
    byStrings.message(text)
  }
  const figures = byBytes.finish()
  expect(figures).toEqual(byStrings.finish())
  return figures
}

const count = (signal: CountSignal, ...texts: string[]) => figuresOf(texts).counts[signal]
const errors = (...texts: string[]) => figuresOf(texts).errorMessages

describe('the text matcher', () => {
  it('finds what plain regular expressions find in the whole text', () => {
    fc.assert(
      fc.property(messageTexts, (texts) => {
        expect(figuresOf(texts)).toEqual(referenceFigures(texts))
      }),
      { numRuns: runs(4000) },
    )
  })

  it('has a reference for every signal', () => {
    expect(Object.keys(COUNTS)).toEqual(Object.keys(COUNTED))
  })

  it('counts matches that reach from one message into the next', () => {
    const texts = [
      'run git',
      '',
      ' status',
      'conflict',
      '(',
      'background',
      '=',
      'true',
      'exit_code"',
      ':',
      '0',
    ]
    const { counts, flags } = figuresOf(texts)
    expect([counts.git_events, counts.git_history_events, counts.background_starts]).toEqual([1, 1, 1])
    expect(flags.success).toBe(true)
  })
})

describe('errors', () => {
  it('are counted by message', () => expect(errors('error error', 'fine', 'Not Found\nblocked')).toBe(2))
  it('are whole words', () => expect(errors('errors', 'myerror', 'error_code', 'unblocked')).toBe(0))
  it('may stand beside a combining mark, a sign or a line end', () =>
    expect(errors('error\u0301', '“error”', 'x\nerror\ny')).toBe(3))
  it('may not stand beside a letter or number of any script', () =>
    expect(errors('错误error发生', 'error９', '𐐀error', 'étéerror')).toBe(0))
  it('match ſ, the Kelvin sign and both dotted and dotless i', () =>
    expect(errors('FAİLED', 'faıled', 'bloc\u212aed', 'permiſſion denied')).toBe(4))
})

describe('word edges', () => {
  it('hold no whole word logs between Chinese letters', () =>
    expect(count('log_read_events', '日志logs日志')).toBe(0))
  it('let logs stand before a Chinese full stop', () => expect(count('log_read_events', 'logs。')).toBe(1))
  it('begin a word restart, and end a word start', () => {
    const restarts = (text: string) => figuresOf([text]).flags.restart
    expect(['restarting', 'upstart', 'prestarting'].map(restarts)).toEqual([true, true, false])
  })
})

describe('words beginning with skill', () => {
  const skills = (text: string) => figuresOf([text]).skillWords
  it('count in any ASCII case', () => expect(skills('Skills SKILL-set reskill _skill')).toBe(2))
  it('count with a Kelvin sign, which has a small k', () => expect(skills('s\u212aill')).toBe(1))
  it('do not fold ſ and ı, which are small already', () => expect(skills('ſkill skıll')).toBe(0))
  it('may follow İ, whose small form ends in a combining dot', () => expect(skills('İskill ıskill')).toBe(1))
})

describe('spaces', () => {
  it('are those of Unicode between git and its verb', () =>
    expect(count('git_events', 'git\xa0commit git\u2003push git\x1cmerge git\x85diff git\u3000status')).toBe(
      5,
    ))
  it('are neither a byte order mark nor a zero-width space', () =>
    expect(count('git_events', 'git\ufeffstatus git\u200bstatus')).toBe(0))
  it('in a quoted name are plain spaces only', () =>
    expect(count('env_var_error_events', 'api\xa0key api  key')).toBe(0))
})

describe('patterns on one line', () => {
  const port = (text: string) => figuresOf([text]).flags.port_conflict
  it('end at LF', () => expect(port('3000 is\nalready taken')).toBe(false))
  it('go on over CR and the line separators', () =>
    expect(['3000 is\rtaken', '3000 is\u2028taken', '3000 is\u2029taken'].map(port)).toEqual([
      true,
      true,
      true,
    ]))
  it('take in all up to the last ending', () => {
    const text = 'docker name already docker container already\ndocker name already'
    expect(count('docker_conflict_events', text)).toBe(2)
  })
  it('swallow the signals between their ends', () =>
    expect(count('env_var_error_events', 'auth missing auth in env auth')).toBe(3))
  it('count again behind a match', () =>
    expect(count('env_var_error_events', 'missing env missing api key')).toBe(2))
})

describe('configuration files', () => {
  const files = (text: string) => count('config_events', text)
  it('need a name before config', () =>
    expect(files('config.js tsconfig.js my_config.ts x-config.json')).toBe(3))
  it('begin at the edge of a word, letters of other scripts before them too', () =>
    expect(files('éconfig.js éaconfig.js é-config.js')).toBe(1))
  it('end with the first ending that fits, and the next begins at a new word', () =>
    expect(files('aconfig.jsconfig.js aconfig.json-config.js')).toBe(3))
  it('count .env before a dot or a space, but no .environment', () =>
    expect(files('.env .env.local .environment')).toBe(2))
})

describe('a hostile line of 250,000 characters', () => {
  const line = (part: string) => part.repeat(Math.ceil(250_000 / part.length))
  it.each([
    'docker ',
    'docker name ',
    'missing ',
    'a',
    'a-',
    'a-config',
    '3000 ',
    'npm ',
    'git ',
    '错',
    'ſ-',
  ])('of %j is matched, and matches nothing', (part) =>
    expect(figuresOf([line(part)]).counts).toMatchObject({ config_events: 0, docker_conflict_events: 0 }),
  )
  it.each(['docker\n', 'missing \n', '3000\n', 'npm\n', 'docker name\n'])(
    'is matched in short lines of %j',
    (part) => expect(count('docker_conflict_events', `${line(part)}docker container already`)).toBe(1),
  )
  it('is one match when its end completes it', () =>
    expect(count('docker_conflict_events', `${line('docker name ')}already`)).toBe(1))
  it('of spaces is matched', () =>
    expect(count('git_events', `git${line(' ')}x git${line('\n')}push`)).toBe(1))
})
