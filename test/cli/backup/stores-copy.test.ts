import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StoresCopy } from '../../../src/cli/backup/stores-copy.ts'

const DATABASE = 'do/laurel-ProfileObject/one.sqlite'
const OBJECT = 'r2/laurel-snapshots/blobs/two'

let from = ''
let to = ''
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'laurel-'))
  from = join(folder, 'from')
  to = join(folder, 'to')
})
afterEach(() => rmSync(dirname(from), { recursive: true }))

function write(path: string, text: string, folder = from): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

const read = (path: string) => readFileSync(join(to, path), 'utf8')

describe('a copy of the stores', () => {
  it('follows what is new, changed and gone', () => {
    write(DATABASE, 'one')
    write(OBJECT, 'two')
    const copy = new StoresCopy(from, to)
    copy.update()
    // As long as before, and most likely within the same tick of the file system’s clock.
    write(DATABASE, 'ONE')
    write(`${DATABASE}-wal`, 'log')
    rmSync(join(from, OBJECT))
    copy.update()
    expect([read(DATABASE), read(`${DATABASE}-wal`), existsSync(join(to, OBJECT))]).toEqual([
      'ONE',
      'log',
      false,
    ])
    expect([...copy.files].map(([path, { bytes }]) => [path, bytes])).toEqual([
      [DATABASE, 3],
      [`${DATABASE}-wal`, 3],
    ])
  })

  it('links objects, which are never written to again, and nothing else', () => {
    write(DATABASE, 'one')
    write(OBJECT, 'two')
    new StoresCopy(from, to).update()
    const isLinked = (path: string) => statSync(join(from, path)).ino === statSync(join(to, path)).ino
    expect([isLinked(OBJECT), isLinked(DATABASE)]).toEqual([true, false])
  })

  it('does not copy again what has been as it is for a while', () => {
    write(DATABASE, 'one')
    const inAnHour = () => Date.now() + 3_600_000
    const copy = new StoresCopy(from, to, inAnHour)
    copy.update()
    write(DATABASE, 'mark of the first copy', to)
    copy.update()
    expect(read(DATABASE)).toBe('mark of the first copy')
    write(DATABASE, 'changed')
    copy.update()
    expect(read(DATABASE)).toBe('changed')
  })
})
