import initSqlJs, { type SqlJsStatic } from 'sql.js/dist/sql-wasm.js'
import { expect } from 'vitest'
import { compileSqliteOnNode } from '../../../src/snapshot/node.ts'
import { loadSqlite } from '../../../src/snapshot/sqlite.ts'
import { Random } from '../../fixtures/random.ts'
import { golden } from '../histories.ts'
import { type Contents, contentsOf } from './contents.ts'
import { type Figures, figuresOf } from './figures.ts'
import { type LogVariant, writeLogVariant } from './logs.ts'
import { type Variant, writeVariant } from './write.ts'

/** A golden history that is written in other forms, and the figures that all of them must give. */
export interface Plain {
  sqlJs: SqlJsStatic
  contents: Contents
  expected: Figures
}

export async function plainHistory(name: string): Promise<Plain> {
  // sql.js starts once per process, through the reader's loader, whose instance is then shared.
  await loadSqlite(compileSqliteOnNode)
  const sqlJs = await initSqlJs()
  const bytes = golden(name)
  return { sqlJs, contents: contentsOf(sqlJs, bytes), expected: await figuresOf(bytes, 'sweep') }
}

/** Compares the figures of a variant, read in both ways, with those of the plain file. */
export async function checkVariant({ sqlJs, contents, expected }: Plain, variant: Variant): Promise<void> {
  const bytes = writeVariant(sqlJs, contents, variant, new Random(variant.name))
  expect(await figuresOf(bytes, 'sweep')).toEqual(expected)
  expect(await figuresOf(bytes, 'index')).toEqual(expected)
}

export async function checkLogVariant({ contents, expected }: Plain, variant: LogVariant): Promise<void> {
  const { main, wal } = writeLogVariant(contents, variant)
  expect(await figuresOf(main, 'sweep', wal)).toEqual(expected)
  expect(await figuresOf(main, 'index', wal)).toEqual(expected)
}
