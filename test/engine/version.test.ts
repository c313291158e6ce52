import { expect, it } from 'vitest'
import { sha256Hex } from '../../src/digest.ts'
import { CATALOG } from '../../src/engine/catalog.ts'
import { CATALOG_VERSION, catalogVersion } from '../../src/engine/catalog-version.ts'
import { SUMS } from '../../src/engine/contribution.ts'
import { FILE_ENDINGS, FILE_ROOTS } from '../../src/engine/file-paths.ts'
import { COUNTS, ERROR, FLAGS, SKILL } from '../../src/engine/signals.ts'
import { COUNTED_STATS, SESSION_MAXIMA, STATS } from '../../src/engine/stats.ts'
import { STATS_VERSION } from '../../src/engine/version.ts'

/** Data with its regular expressions spelled out. */
const digestOf = (data: unknown) =>
  sha256Hex(
    JSON.stringify(data, (_, value) =>
      value instanceof RegExp || value instanceof Set ? String(value) : value,
    ),
  )

it('the catalog has another version if a rule of it is another, and the same if only words are', () => {
  const [first, ...others] = CATALOG
  if (first?.kind !== 'best_session') throw new Error('It has tiers.')
  const [copper, ...more] = first.tiers
  const moved = { ...first, tiers: [copper + 1, ...more] } as const
  expect(catalogVersion([moved, ...others])).not.toBe(CATALOG_VERSION)
  expect(catalogVersion(others)).not.toBe(CATALOG_VERSION)
  expect(catalogVersion([{ ...first, name: 'Another', icon: 'bug' }, ...others])).toBe(CATALOG_VERSION)
})

// Where this fails: bump the version, and write the digest that the test reports beside it.

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
