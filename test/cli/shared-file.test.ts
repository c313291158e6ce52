import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readShared, replaceShared } from '../../src/cli/shared-file.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'laurel-shared-'))
})
afterEach(() => rmSync(folder, { recursive: true }))
const at = (name: string) => join(folder, name)
const modeOf = (name: string) => statSync(at(name)).mode & 0o777

describe('a file of another program', () => {
  it.each([0o600, 0o644, 0o664])('keeps its permissions, such as %o', (mode) => {
    writeFileSync(at('config'), 'before')
    chmodSync(at('config'), mode)
    replaceShared(readShared(at('config')), 'after')
    expect([readFileSync(at('config'), 'utf8'), modeOf('config')]).toEqual(['after', mode])
    expect(readdirSync(folder)).toEqual(['config'])
  })

  it('is replaced where it is, if its name is a link', () => {
    mkdirSync(at('dotfiles'))
    writeFileSync(at('dotfiles/config'), 'before')
    symlinkSync('dotfiles/config', at('config'))
    replaceShared(readShared(at('config')), 'after')
    expect(lstatSync(at('config')).isSymbolicLink()).toBe(true)
    expect(readFileSync(at('dotfiles/config'), 'utf8')).toBe('after')
    expect(readdirSync(at('dotfiles'))).toEqual(['config'])
  })

  it('that is read-only stays as it is', () => {
    writeFileSync(at('config'), 'before', { mode: 0o444 })
    expect(() => replaceShared(readShared(at('config')), 'after')).toThrow('is read-only')
    expect([readFileSync(at('config'), 'utf8'), modeOf('config')]).toEqual(['before', 0o444])
    expect(readdirSync(folder)).toEqual(['config'])
  })

  it.each<[string, () => void]>([
    ['was written to', () => writeFileSync(at('config'), 'theirs')],
    [
      'was replaced',
      () => {
        rmSync(at('config'))
        writeFileSync(at('config'), 'before')
      },
    ],
    ['was deleted', () => rmSync(at('config'))],
  ])('that %s meanwhile is not overwritten', (_, change) => {
    writeFileSync(at('config'), 'before')
    const file = readShared(at('config'))
    change()
    const now = readdirSync(folder).map((name) => readFileSync(at(name), 'utf8'))
    expect(() => replaceShared(file, 'after')).toThrow('has changed')
    expect(readdirSync(folder).map((name) => readFileSync(at(name), 'utf8'))).toEqual(now)
  })

  it('that was not there, and is by now, is not overwritten', () => {
    const file = readShared(at('config'))
    expect([file.text, file.state]).toEqual(['', null])
    writeFileSync(at('config'), 'theirs')
    expect(() => replaceShared(file, 'after')).toThrow('has changed')
    expect(readFileSync(at('config'), 'utf8')).toBe('theirs')
  })

  it('that was not there is made for its owner alone', () => {
    replaceShared(readShared(at('config')), 'after')
    expect([readFileSync(at('config'), 'utf8'), modeOf('config')]).toEqual(['after', 0o600])
    replaceShared(readShared(at('config')), null)
    expect(readdirSync(folder)).toEqual([])
  })

  it('that is not text is refused', () => {
    writeFileSync(at('config'), Uint8Array.of(0x61, 0xff, 0xfe))
    expect(() => readShared(at('config'))).toThrow('not text in UTF-8')
  })

  it('keeps its byte order mark', () => {
    writeFileSync(at('config'), '\uFEFFa: 1\n')
    const file = readShared(at('config'))
    replaceShared(file, `${file.text}b: 2\n`)
    expect(readFileSync(at('config'), 'utf8')).toBe('\uFEFFa: 1\nb: 2\n')
  })
})
