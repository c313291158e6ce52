import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { DOCUMENTS } from './documents.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

const texts = ['src', 'functions']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  .concat(DOCUMENTS.map((path) => join(ROOT, path)))

it('never tells anyone to open a history with another program, which beside a live agent loses rows', () => {
  expect(texts.length).toBeGreaterThan(200)
  const telling = texts.filter((path) =>
    /wal_checkpoint|\.backup\b|sqlite3 \S*\.db/.test(readFileSync(path, 'utf8')),
  )
  expect(telling).toEqual([])
})
