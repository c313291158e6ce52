import initSqlJs from 'sql.js/dist/sql-wasm.js'
import { TextMemo } from '../engine/text-memo.ts'
import type { SqliteFile } from './sqlite-file.ts'

/** A pointer into WebAssembly memory. */
export type Pointer = number

/** The C functions used, as sql.js exports them (https://sqlite.org/c3ref/funclist.html). */
const C_FUNCTIONS = [
  '_malloc',
  '_free',
  '_sqlite3_prepare_v2',
  '_sqlite3_step',
  '_sqlite3_reset',
  '_sqlite3_finalize',
  '_sqlite3_bind_text',
  '_sqlite3_bind_int',
  '_sqlite3_bind_double',
  '_sqlite3_column_type',
  '_sqlite3_column_double',
  '_sqlite3_column_text',
  '_sqlite3_column_blob',
  '_sqlite3_column_bytes',
] as const

export type CFunctions = Record<(typeof C_FUNCTIONS)[number], (...operands: number[]) => number>

/** sql.js's own database: creates and opens the file, and removes both on `close`. */
export interface SqlJsDatabase {
  readonly db: Pointer
  close(): void
}

/** What Laurel uses of sql.js beyond its documented interface. The canary tests check it. */
interface Loaded extends CFunctions {
  Database: new (file: SqliteFile) => SqlJsDatabase
  onRuntimeInitialized(): void
}

/** The export that runs static constructors. The loader calls it once, for its first instance only. */
const CONSTRUCTORS = 'P'

/**
 * One WebAssembly instance of SQLite. Its memory grows and never shrinks, and after a trap nothing it returns can be
 * trusted: `discard` drops it, and the next `loadSqlite` creates a new one.
 */
export interface Sqlite {
  readonly functions: CFunctions
  readonly Database: new (file: SqliteFile) => SqlJsDatabase
  readonly memory: WebAssembly.Memory
  /** All of its memory. Read this again after every call that may allocate: the memory moves as it grows. */
  readonly bytes: Uint8Array
  /** Short texts, decoded: columns have the same few values in every row. */
  readonly texts: TextMemo<string>
  /** Lives as long as the instance: see `OpenSnapshot.close`. */
  closedLast: unknown
  /** True once discarded. Nothing may be called afterwards, not even to close: see `discard`. */
  readonly discarded: boolean
  /**
   * Drops the instance. Snapshots open on it fail from now on: sql.js has one JavaScript half per process, and once
   * that serves a new instance, a call into the old one would write to the new one's memory.
   */
  discard(): void
  /** A database was opened on it, or is about to be. */
  enter(): void
  /** A database was closed on it, or not opened after all. */
  leave(): void
  /**
   * Call after reading a damaged file: whatever SQLite promises, the instance is discarded once nothing is open on it,
   * and the next file is read by a new one.
   */
  suspect(): void
}

/** An instance whose memory has grown beyond this is discarded once nothing is open on it. Unit: bytes. */
const MEMORY_KEPT_BYTES = 48 * 1024 * 1024

/** Unit: texts of at most 96 bytes. */
const TEXTS_KEPT = 1024

/** Provides the platform's compiled `sql.js/dist/sql-wasm.wasm`. */
export type CompileSqlite = () => WebAssembly.Module | Promise<WebAssembly.Module>

interface Loader {
  imports: WebAssembly.Imports
  receive(instance: WebAssembly.Instance): void
  /** Settles once the first instance is in use. */
  loaded: Promise<unknown>
}

let loader: Loader | undefined
/** sql.js's JavaScript half. */
let half: Loaded | undefined
let current: Promise<Sqlite> | undefined

/**
 * Returns SQLite, created on first use and shared by everything in the process (in workerd: the isolate). Concurrent
 * callers share one attempt; a failed attempt is not kept.
 */
export function loadSqlite(compile: CompileSqlite): Promise<Sqlite> {
  if (current === undefined) {
    const attempt = instantiate(compile)
    current = attempt
    attempt.catch(() => {
      if (current === attempt) current = undefined
    })
  }
  return current
}

async function instantiate(compile: CompileSqlite): Promise<Sqlite> {
  const compiled = await compile()
  loader ??= await startLoader()
  const instance = await WebAssembly.instantiate(compiled, loader.imports)
  loader.receive(instance)
  if (half === undefined) {
    half = checked(await loader.loaded)
  } else {
    const construct = instance.exports[CONSTRUCTORS]
    if (typeof construct !== 'function') throw new Error('This build of sql.js cannot be renewed.')
    construct()
    half.onRuntimeInitialized()
  }
  const memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory)
  if (memory === undefined) throw new Error('This build of sql.js does not export its memory.')
  return sqliteOver(half, memory)
}

/**
 * Globals by which sql.js detects its platform, to find files: it takes workerd for a browser, which has a `location`,
 * or for Node, which has `__dirname`. Without them it needs nothing from a platform.
 */
const PLATFORM_SIGNS = ['process', 'WorkerGlobalScope']

/** Runs `call` with these globals undefined. */
function hiding<T>(names: readonly string[], call: () => T): T {
  const hidden = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const)
  for (const [name] of hidden)
    Object.defineProperty(globalThis, name, { value: undefined, configurable: true })
  try {
    return call()
  } finally {
    for (const [name, descriptor] of hidden) {
      if (descriptor === undefined) Reflect.deleteProperty(globalThis, name)
      else Object.defineProperty(globalThis, name, descriptor)
    }
  }
}

/** Starts sql.js's JavaScript half. That works once: it remembers its first promise for ever. */
async function startLoader(): Promise<Loader> {
  let received: Pick<Loader, 'imports' | 'receive'> | undefined
  const options = {
    // Omits sql.js's own SQL functions, which would override SQLite's.
    useOldExtensionFunctions: false,
    print: () => {},
    printErr: () => {},
    instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void) {
      received = { imports, receive }
      return {}
    },
  }
  const loaded: Promise<unknown> = hiding(PLATFORM_SIGNS, () => initSqlJs(options))
  if (received === undefined) {
    await loaded
    throw new Error('sql.js was started by someone else.')
  }
  return { ...received, loaded }
}

function checked(loaded: unknown): Loaded {
  if (!isLoaded(loaded)) throw new Error('This build of sql.js lacks a function that Laurel calls.')
  return loaded
}

function isLoaded(loaded: unknown): loaded is Loaded {
  if (typeof loaded !== 'object' || loaded === null) return false
  const named = new Map(Object.entries(loaded))
  return [...C_FUNCTIONS, 'Database', 'onRuntimeInitialized'].every(
    (name) => typeof named.get(name) === 'function',
  )
}

function sqliteOver(loaded: Loaded, memory: WebAssembly.Memory): Sqlite {
  const { Database } = loaded
  // Copied, since the loader's own properties change to those of the next instance.
  const functions = { ...loaded }
  const texts = new TextMemo(TEXTS_KEPT, (text) => text)
  let bytes = new Uint8Array(memory.buffer)
  let discarded = false
  let suspected = false
  let open = 0
  return {
    functions,
    Database,
    memory,
    texts,
    closedLast: undefined,
    get bytes() {
      // An array is empty once its memory has grown. Reading the memory itself each time is slow.
      if (bytes.length === 0) bytes = new Uint8Array(memory.buffer)
      return bytes
    },
    get discarded() {
      return discarded
    },
    discard() {
      if (discarded) return
      discarded = true
      current = undefined
    },
    enter() {
      open++
    },
    leave() {
      open--
      if (open === 0 && (suspected || memory.buffer.byteLength > MEMORY_KEPT_BYTES)) this.discard()
    },
    suspect() {
      suspected = true
    },
  }
}
