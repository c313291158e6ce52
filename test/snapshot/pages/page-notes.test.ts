import { describe, expect, it } from 'vitest'
import { kindIn, notedPages, notePages } from '../../../src/snapshot/pages/page-notes.ts'

describe('the notes of pages', () => {
  const pages = (...starts: number[][]) => {
    const bytes = new Uint8Array(starts.length * 4096)
    for (const [page, start] of starts.entries()) bytes.set(start, page * 4096)
    return bytes
  }

  it('leave out a part of a page', () => {
    expect(notedPages(notePages(new Uint8Array(3 * 4096 - 1)))).toBe(2)
  })

  it('tell overflow pages by the zero that they begin with, and say which one is next', () => {
    const kind = kindIn(notePages(pages([], [0, 1, 2, 3])), 1)
    expect(kind.overflow).toBe(true)
    expect(kind.next).toBe(0x010203)
  })

  it('say of a page that begins in no known way, or with cells outside of it, that it is unknown', () => {
    const notes = notePages(pages([0x53], [0x0d, 0, 0, 0, 1, 0, 0, 0, 0xff, 0xff], [0x0d], [0x0a]))
    expect([0, 1, 2, 3].map((place) => kindIn(notes, place).unknown)).toEqual([true, true, false, false])
  })
})
