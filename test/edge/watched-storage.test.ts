import { env, runInDurableObject } from 'cloudflare:test'
import { expect, it } from 'vitest'
import { watchedStorage } from '../../src/storage/watched-storage.ts'

/** Each changes what is stored. */
const WRITES = [
  'CREATE TABLE watched (n INTEGER PRIMARY KEY, text TEXT)',
  "INSERT INTO watched VALUES (1, 'one')",
  "\n  insert into watched values (2, 'two') RETURNING n",
  "REPLACE INTO watched VALUES (2, 'deux')",
  'WITH more AS (SELECT 3 AS n) INSERT INTO watched (n) SELECT n FROM more',
  "/* SELECT */ UPDATE watched SET text = 'three' WHERE n = 3",
  '-- SELECT\nDELETE FROM watched WHERE n = 3',
  'DROP TABLE watched',
]

it('tells of everything that may write, before it does, and of nothing that only reads', async () => {
  const object = env.PROFILES.get(env.PROFILES.newUniqueId())
  await runInDurableObject(object, async (_object, { storage }) => {
    const count = () => storage.sql.exec<{ n: number }>('SELECT total_changes() AS n').one().n
    const tables = () => storage.sql.exec('SELECT name FROM sqlite_master').toArray().length
    const before: string[] = []
    const watched = watchedStorage(storage, () => before.push(`${count()} ${tables()}`))
    for (const write of WRITES) {
      const stood = `${count()} ${tables()}`
      watched.sql.exec(write).toArray()
      expect(before.splice(0), write).toEqual([stood])
      expect(`${count()} ${tables()}`, write).not.toBe(stood)
    }
    expect(watched.transactionSync(() => watched.sql.exec('\n SELECT 1 AS one').one())).toEqual({ one: 1 })
    expect(watched.sql.databaseSize).toBeGreaterThan(0)
    expect(before).toEqual([])
    await watched.setAlarm(Date.now() + 3_600_000)
    await watched.deleteAlarm()
    await watched.deleteAll()
    expect(before).toHaveLength(3)
  })
})
