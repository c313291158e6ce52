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

// Up to that version Hermes drops its locks, and what it writes next is lost (hermes-agent issue 109786).
it('says beside which versions of Hermes a copy may be made by another program', () => {
  const copying = texts.filter((path) => readFileSync(path, 'utf8').includes('sqlite3_rsync'))
  expect(copying).toHaveLength(2)
  for (const path of copying) expect(readFileSync(path, 'utf8')).toContain('v0.21.2')
})
