import initSqlJs from 'sql.js/dist/sql-wasm.js'
import sqliteWasm from 'sql.js/dist/sql-wasm.wasm'
import { describe, expect, it } from 'vitest'
import { loadSqlite } from '../../../src/snapshot/sqlite.ts'
import { create, scanned, upload } from '../../edge/api/client.ts'
import { EXPECTED, GOLDEN } from '../../edge/histories.ts'
import { Random } from '../../fixtures/random.ts'
import { contentsOf } from '../../snapshot/variants/contents.ts'
import { VARIANTS } from '../../snapshot/variants/list.ts'
import { writeVariant } from '../../snapshot/variants/write.ts'

// sql.js starts once, through the reader's loader, whose instance is then shared.
await loadSqlite(() => sqliteWasm)
const sqlJs = await initSqlJs()

async function unpacked(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

describe.each(['edges', 'fuzz', 'todayEdges'] as const)(
  'uploaded, a file that holds %s in another way gives its figures',
  async (name) => {
    const contents = contentsOf(sqlJs, await unpacked(GOLDEN[name]))
    const { aggregate, unlocked_count } = EXPECTED[name]

    it.each(VARIANTS)('$name', async (variant) => {
      const owner = await create({ time_zone: 'UTC' })
      await upload(owner, new Uint8Array(writeVariant(sqlJs, contents, variant, new Random(variant.name))))
      expect(await scanned(owner)).toMatchObject({ aggregate, unlocked_count })
    })
  },
)
