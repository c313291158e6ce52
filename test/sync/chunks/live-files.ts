import type { FileVersion, HistoryFiles, OpenFile } from '../../../src/sync/chunks/history-reader.ts'
import type { State } from './memory-server.ts'

type Name = 'main' | 'wal'

/** An in-memory history that may be written to at any moment. Reads return the state at that moment. */
export class LiveFiles {
  /** Every state of the pair so far. */
  readonly states: State[]
  /** Names of the opened files, in order. */
  readonly opened: Name[] = []
  /** Called before each chunk is read. */
  onRead: (name: Name) => void = () => undefined
  readonly files: HistoryFiles = { main: this.#opener('main'), wal: this.#opener('wal') }

  constructor(main: Uint8Array, wal: Uint8Array | null = null) {
    this.states = [{ main, wal }]
  }

  get now(): State {
    return this.states.at(-1) ?? { main: new Uint8Array(), wal: null }
  }

  /** Writes one of the files: a checkpoint, or a commit. */
  write(name: Name, change: (bytes: Uint8Array) => Uint8Array): void {
    const bytes = change((this.now[name] ?? new Uint8Array()).slice())
    this.states.push({ ...this.now, [name]: name === 'wal' && bytes.length === 0 ? null : bytes })
  }

  #opener(name: Name): OpenFile {
    return async (): Promise<FileVersion> => {
      this.opened.push(name)
      const opened = this.now[name]
      return {
        size: opened?.length ?? 0,
        read: async (begin, end) => {
          this.onRead(name)
          return new Uint8Array((this.now[name] ?? new Uint8Array()).slice(begin, end))
        },
        unchanged: async () => this.now[name] === opened,
        close: () => undefined,
      }
    }
  }
}

/** Returns bytes without any repetition. */
export function content(length: number, seed = 1): Uint8Array {
  let state = seed
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) | 0
    return state >>> 16
  })
}

/** Changes one byte. */
export function poke(at: number): (bytes: Uint8Array) => Uint8Array {
  return (bytes) => {
    bytes[at] = ((bytes[at] ?? 0) + 1) & 0xff
    return bytes
  }
}
