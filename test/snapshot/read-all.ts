import { LaurelError } from '../../src/errors.ts'
import { type ByteSource, memorySource } from '../../src/snapshot/byte-source.ts'
import { compileSqliteOnNode } from '../../src/snapshot/node.ts'
import { openSnapshot, type SnapshotLimits } from '../../src/snapshot/snapshot.ts'
import { loadSqlite } from '../../src/snapshot/sqlite.ts'

/**
 * Does with a file everything that a scan does: counts, lists, sweeps, and reads each session.
 * @returns the first LaurelError that any of it ended with
 */
export async function readAll(
  from: Uint8Array | ByteSource,
  limits: Partial<SnapshotLimits> = {},
): Promise<LaurelError | undefined> {
  const errors: LaurelError[] = []
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof LaurelError)) throw error
      errors.push(error)
    }
  }
  await attempt(async () => {
    const source = from instanceof Uint8Array ? memorySource(from) : from
    const snapshot = await openSnapshot(await loadSqlite(compileSqliteOnNode), source, limits)
    const ids: string[] = []
    await attempt(() => snapshot.countSessions())
    await attempt(() => snapshot.listSessions(({ id }) => ids.push(id)))
    await attempt(() =>
      snapshot.sweep().run({
        begin: () => true,
        message() {},
        end() {},
        again: (id) => ids.push(id),
      }),
    )
    for (const id of ids) await attempt(() => snapshot.readMessages(id, () => {}))
    snapshot.close()
  })
  return errors[0]
}
