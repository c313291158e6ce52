import type { OtherTitles } from '../../../src/sessions/live/title.ts'

export function othersWith(...titles: string[]): OtherTitles {
  return {
    has: (title) => titles.includes(title),
    beginning: (prefix) => titles.filter((title) => title.startsWith(prefix)),
  }
}
