import { runInDurableObject } from 'cloudflare:test'
import { expect, it } from 'vitest'
import { alarmOf, newProfile, objectOf, rowsOf, stopTheClock } from '../scan/profiles.ts'

const tables = (handle: string) => rowsOf(handle, "SELECT name FROM sqlite_master WHERE name = 'turn'")

/** Writes a table and then an alarm, without a pause, and dies before or after its turn is over. */
async function dies(handle: string, when: 'before' | 'after'): Promise<void> {
  const turn = runInDurableObject(objectOf(handle), async (_object, state) => {
    state.storage.transactionSync(() => state.storage.sql.exec('CREATE TABLE turn (id)'))
    const set = state.storage.setAlarm(Date.now() + 60_000)
    if (when === 'before') state.abort('planted')
    await set
    await state.storage.sync()
    state.abort('planted')
  })
  await expect(turn).rejects.toThrow()
}

// A scan is started by writing its state and setting its alarm. Were the state ever left without the alarm, nothing
// would wake it.
it('sets an alarm with what the same turn writes, or writes nothing', async () => {
  stopTheClock()
  const handle = await newProfile()
  const before = await alarmOf(handle)
  await dies(handle, 'before')
  expect([await tables(handle), await alarmOf(handle)]).toEqual([[], before])
  await dies(handle, 'after')
  expect([await tables(handle), await alarmOf(handle)]).toEqual([[{ name: 'turn' }], Date.now() + 60_000])
})
