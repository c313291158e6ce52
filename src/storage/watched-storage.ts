/** What a profile's object uses of its storage. */
export type ObjectStorage = Pick<
  DurableObjectStorage,
  'sql' | 'transactionSync' | 'setAlarm' | 'deleteAlarm' | 'deleteAll'
>

/** Statements that write nothing. */
const READ = /^\s*SELECT\b/i

/**
 * Returns the same storage, which calls `onWrite` before anything that may write: each statement but a `SELECT`, alarms,
 * and the deletion of everything. Some of that changes nothing in the end; nothing changes without a call.
 */
export function watchedStorage(storage: DurableObjectStorage, onWrite: () => void): ObjectStorage {
  const exec: SqlStorage['exec'] = (query, ...bindings) => {
    if (!READ.test(query)) onWrite()
    return storage.sql.exec(query, ...bindings)
  }
  const written = <Args extends unknown[], Result>(method: (...args: Args) => Result) => {
    return (...args: Args): Result => {
      onWrite()
      return method(...args)
    }
  }
  return {
    sql: new Proxy(storage.sql, {
      get: (sql, name) => (name === 'exec' ? exec : Reflect.get(sql, name, sql)),
    }),
    transactionSync: (work) => storage.transactionSync(work),
    setAlarm: written((time: number | Date) => storage.setAlarm(time)),
    deleteAlarm: written(() => storage.deleteAlarm()),
    deleteAll: written(() => storage.deleteAll()),
  }
}
