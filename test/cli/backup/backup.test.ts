import {
  existsSync,
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
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { gunzipSync, gzipSync } from 'node:zlib'
import { packTar, type TarEntry, unpackTar } from 'modern-tar'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Head } from '../../../src/cli/backup/archive.ts'
import { restoreInto } from '../../../src/cli/backup/restore.ts'
import { DataFolder } from '../../../src/cli/serve/data-folder.ts'
import { useLaurel } from '../laurel.ts'

const RUNTIME = '1.20260426.1'
const FILES = {
  'd1/miniflare-D1DatabaseObject/one.sqlite': 'registry',
  'd1/miniflare-D1DatabaseObject/one.sqlite-wal': 'log of the registry',
  'do/laurel-ProfileObject/two.sqlite': 'profile',
  'r2/laurel-snapshots/blobs/three': 'chunk',
}

const laurel = useLaurel()
let data = ''
let file = ''
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'laurel-'))
  data = join(folder, 'data')
  file = join(folder, 'laurel.tar.gz')
  write({ 'laurel.json': `{"workerd":"${RUNTIME}"}`, ...FILES })
})
afterEach(() => rmSync(dirname(data), { recursive: true }))

function write(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(data, path)), { recursive: true })
    writeFileSync(join(data, path), text)
  }
}

const backup = (...options: string[]) => laurel.run(['backup', file, '--data', data, ...options])

/** What a folder holds: text by path. */
function contents(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]))
}

function restore(target: string, bytes: Uint8Array = readFileSync(file), workerd = RUNTIME): Promise<Head> {
  const signal = new AbortController().signal
  return restoreInto(target, workerd, () => Readable.from([bytes]), { signal, onHead() {}, onBytes() {} })
}

describe('a backup', () => {
  it('holds what the stores hold, and what a restart would not miss is left out', async () => {
    write({
      'do/laurel-ProfileObject/two.sqlite-shm': 'index of a log',
      'r2/laurel-snapshots/blobs/.kj-tmp.4.partial': 'half a chunk',
      'cache/three': 'a copy',
    })
    const { status, stdout } = await backup()
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(/^Saved 39 B of 20\S+Z in .*laurel\.tar\.gz\.\n$/),
    ])
    const entries = await unpackTar(gunzipSync(readFileSync(file)), { strict: true })
    const texts = Object.fromEntries(
      entries.map((entry) => [entry.header.name, String(Buffer.from(entry.data ?? []))]),
    )
    expect(texts).toMatchObject(FILES)
    expect(Object.keys(texts)).toEqual(['laurel.json', ...Object.keys(FILES), 'SHA256SUMS'])
    expect(JSON.parse(texts['laurel.json'] ?? '')).toMatchObject({ workerd: RUNTIME, files: 4, bytes: 39 })
  })

  it('is for its owner’s eyes only, and leaves nothing else behind', async () => {
    const before = contents(data)
    await backup()
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(dirname(file)).sort()).toEqual(['data', 'laurel.tar.gz'])
    expect(contents(data)).toEqual(before)
  })

  it('replaces no file, unless it is told to', async () => {
    writeFileSync(file, 'mine')
    expect(await backup()).toMatchObject({ status: 1, stderr: expect.stringContaining('--force') })
    expect(readFileSync(file, 'utf8')).toBe('mine')
    expect(await backup('--force')).toMatchObject({ status: 0 })
    await restore(join(dirname(data), 'restored'))
  })

  it('clears what one left that was killed; so does a server that starts', async () => {
    const half = join(data, 'backup', 'd1')
    mkdirSync(half, { recursive: true })
    await backup()
    expect(existsSync(half)).toBe(false)
    mkdirSync(half, { recursive: true })
    DataFolder.open(data, RUNTIME, '', () => {}).close()
    expect(existsSync(half)).toBe(false)
  })

  it('needs a folder that a server has used', async () => {
    rmSync(join(data, 'laurel.json'))
    expect(await backup()).toMatchObject({
      status: 1,
      stderr: 'laurel: No server has kept anything in this folder. Say with --data which one it is.\n',
    })
    expect(existsSync(file)).toBe(false)
  })

  it.each([
    [['backup'], '“backup” takes one file, or - for stdout.'],
    [['restore', 'one', 'two'], '“restore” takes one file, or - for stdin.'],
  ])('takes no command line such as %j', async (args, message) => {
    expect(await laurel.run(args)).toMatchObject({ status: 2, stderr: expect.stringContaining(message) })
  })
})

describe('restoring', () => {
  let target = ''
  beforeEach(async () => {
    target = join(dirname(data), 'new', 'restored')
    await backup()
  })

  it('gives a folder that a server goes on with', async () => {
    await restore(target)
    expect(contents(target)).toEqual({ 'laurel.json': `{"workerd":"${RUNTIME}"}\n`, ...FILES })
    expect(statSync(target).mode & 0o777).toBe(0o700)
    expect(statSync(join(target, 'd1', 'miniflare-D1DatabaseObject', 'one.sqlite')).mode & 0o777).toBe(0o600)
    DataFolder.open(target, RUNTIME, '', () => {}).close()
  })

  it('leaves a folder alone that holds anything', async () => {
    mkdirSync(target, { recursive: true })
    writeFileSync(join(target, 'mine'), '')
    await expect(restore(target)).rejects.toThrow(
      'A backup is restored into an empty folder, and this one isn’t.',
    )
    expect(readdirSync(target)).toEqual(['mine'])
  })

  it('of what a newer runtime wrote is refused', async () => {
    await expect(restore(target, readFileSync(file), '1.20250101.0')).rejects.toThrow(
      'newer than 1.20250101.0',
    )
    expect(existsSync(dirname(target))).toBe(false)
  })

  it('begins anew where one was killed, and no server starts there before', async () => {
    mkdirSync(join(target, 'restoring'), { recursive: true })
    mkdirSync(join(target, 'd1', 'half'), { recursive: true })
    expect(() => DataFolder.open(target, RUNTIME, '', () => {})).toThrow('was not restored to its end')
    await restore(target)
    expect(contents(target)).toMatchObject(FILES)
    expect(readdirSync(target).sort()).toEqual(['d1', 'do', 'laurel.json', 'r2'])
  })

  it('of a file that was cut off anywhere is refused, and leaves nothing', async () => {
    const whole = readFileSync(file)
    const tar = gunzipSync(whole)
    const cut = [
      ...[0, 10, whole.length >> 1, whole.length - 9].map((length) => whole.subarray(0, length)),
      ...[0, 512, 1024, 1700, tar.length - 1536].map((length) => gzipSync(tar.subarray(0, length))),
    ]
    for (const bytes of cut)
      await expect(restore(target, bytes)).rejects.toThrow('This is not a whole backup')
    expect(existsSync(dirname(target))).toBe(false)
  })

  it('of a file in which one byte is another is refused, and leaves nothing', async () => {
    const tar = gunzipSync(readFileSync(file))
    // Of the content of each entry, and of its head.
    for (const text of ['registry', 'profile', 'chunk', '"files"', 'blobs/three', '  d1/']) {
      const changed = Buffer.from(tar)
      const at = changed.indexOf(text)
      changed[at] = (changed[at] ?? 0) ^ 1
      await expect(restore(target, gzipSync(changed))).rejects.toThrow('This is not a whole backup')
    }
    expect(existsSync(dirname(target))).toBe(false)
  })

  it('writes nothing outside of the folder', async () => {
    const head = { backup: 1, laurel: '0', workerd: RUNTIME, taken_at: '', files: 1, bytes: 4 }
    const first: TarEntry = {
      header: { name: 'laurel.json', size: JSON.stringify(head).length },
      body: JSON.stringify(head),
    }
    const outside: TarEntry[] = [
      ...['../evil', 'd1/../../evil', '/d1/evil', 'd1/..', 'lock', 'd1', './d1/evil', 'd1//evil'].map(
        (name) => ({
          header: { name, size: 4 },
          body: 'evil',
        }),
      ),
      { header: { name: 'd1/link', size: 0, type: 'symlink', linkname: '/tmp' } },
      { header: { name: 'd1/link', size: 0, type: 'link', linkname: '../evil' } },
      { header: { name: 'd1/folder/', size: 0, type: 'directory' } },
    ]
    for (const entry of outside) {
      const bytes = gzipSync(await packTar([first, entry]))
      await expect(restore(target, bytes), entry.header.name).rejects.toThrow('This is not a whole backup')
    }
    expect(readdirSync(dirname(data)).sort()).toEqual(['data', 'laurel.tar.gz'])
  })

  it('follows no link that stands in for the folder of a restore', async () => {
    const elsewhere = join(dirname(data), 'elsewhere')
    mkdirSync(elsewhere)
    writeFileSync(join(elsewhere, 'mine'), '')
    mkdirSync(target, { recursive: true })
    symlinkSync(elsewhere, join(target, 'restoring'))
    await restore(target)
    expect(readdirSync(elsewhere)).toEqual(['mine'])
  })

  it('of a form that is not known yet says so', async () => {
    const head = JSON.stringify({ backup: 2 })
    const bytes = gzipSync(
      await packTar([{ header: { name: 'laurel.json', size: head.length }, body: head }]),
    )
    await expect(restore(target, bytes)).rejects.toThrow('Another version of Laurel made this backup.')
  })
})
