import { expect, it } from 'vitest'
import { sha256Hex } from '../../src/digest.ts'
import { CATALOG } from '../../src/engine/catalog.ts'
import { SUMS } from '../../src/engine/contribution.ts'
import { FILE_ENDINGS, FILE_ROOTS } from '../../src/engine/file-paths.ts'
import { COUNTS, ERROR, FLAGS, SKILL } from '../../src/engine/signals.ts'
import { COUNTED_STATS, SESSION_MAXIMA, STATS } from '../../src/engine/stats.ts'
import { CATALOG_VERSION, STATS_VERSION } from '../../src/engine/version.ts'

/** Data with its regular expressions spelled out. */
const digestOf = (data: unknown) =>
  sha256Hex(
    JSON.stringify(data, (_, value) =>
      value instanceof RegExp || value instanceof Set ? String(value) : value,
    ),
  )

/** What a view is made of, apart from words and icons. */
const rules = CATALOG.map(({ name, description, criteria, category, icon, ...rule }) => rule)

// Where one of these fails: bump the version, and write the digest that the test reports beside it.

it('the catalog has another version if a rule of it is another', async () => {
  expect({ version: CATALOG_VERSION, digest: (await digestOf(rules)).slice(0, 16) }).toEqual({
    version: 2,
    digest: 'a92cb8d5c319c86d',
  })
})

it('the stats have another version if a pattern or keyword is another', async () => {
  const data = {
    sources: COUNTED_STATS.map((stat) => [stat, STATS[stat].from]),
    SUMS,
    SESSION_MAXIMA,
    COUNTS,
    ERROR,
    FLAGS,
    SKILL,
    FILE_ENDINGS,
    FILE_ROOTS,
  }
  expect({ version: STATS_VERSION, digest: (await digestOf(data)).slice(0, 16) }).toEqual({
    version: 2,
    digest: '10fce609230e4345',
  })
})
