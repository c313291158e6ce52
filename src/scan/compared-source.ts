import type { Config } from '../config.ts'
import { commit } from './commit.ts'
import type { ScanPorts } from './ports.ts'
import { sourceNamed } from './refusals.ts'
import { SliceBudget } from './source-reading.ts'
import type { RunningScan } from './state.ts'
import type { ScanStore } from './store.ts'

/**
 * Whether the pinned snapshot of a source can be compared with the one that all its checkpoints were made from. After
 * damage, a listing looks for what could not be read before; and now and then there is one without a reason.
 */
export function isComparable(store: ScanStore, { SCANS_PER_LISTING }: Config, name: string): boolean {
  if (store.scanState().run_count % SCANS_PER_LISTING === 0) return false
  const leftOut = store.warnedIds(name).some((id) => store.checkpoint(name, id) === null)
  return store.hasBase(name) && !leftOut
}

/**
 * Queues the sessions that may have changed, as the pages of both snapshots tell, and counts the rest as reused. If the
 * pages don't tell, or only after more reading than a slice may do, the next slice lists the source.
 */
export async function compareSlice(ports: ScanPorts, running: RunningScan, name: string): Promise<void> {
  const { store, config } = ports
  const budget = new SliceBudget(config, ports.fetched)
  const changed = await ports.changed(sourceNamed(store, name), running.id, () => budget.fetchedEnough)
  commit(ports, running.id, (state) => {
    store.dropBase(name)
    const known = store.checkpointCount(name)
    if (changed === null) return state
    const added = Array.from(changed).filter((id) => store.checkpoint(name, id) === null).length
    // Not all of these need be sessions: a listing knows how many there are.
    const isFull = state.sessions_total + known + added > config.PROFILE_SESSIONS_MAX
    if (isFull || known + added > config.SESSIONS_MAX) return state
    for (const id of changed) store.enqueue(name, id)
    return {
      ...state,
      to_list: state.to_list.slice(1),
      sessions_total: state.sessions_total + known + added,
      sessions_reused: state.sessions_reused + known + added - changed.size,
      compared: [...(state.compared ?? []), name],
    }
  })
}

/** Lets a source be listed after all, since a session that may have changed is damaged. */
export function listAfterAll(state: RunningScan, name: string): RunningScan {
  if (state.to_list.includes(name)) return state
  return {
    ...state,
    to_list: [...state.to_list, name],
    unsweepable: [...(state.unsweepable ?? []), name],
    compared: state.compared?.filter((other) => other !== name) ?? [],
  }
}
