const ANNOUNCEMENTS_MAX = 4

/** Adds to what screen readers announce, without interrupting earlier announcements. */
export function say(words: string): void {
  const line = document.createElement('p')
  line.textContent = words
  const announcer = document.querySelector('#announcer')
  announcer?.append(line)
  if (announcer && announcer.childElementCount > ANNOUNCEMENTS_MAX) announcer.firstElementChild?.remove()
}
