/** Script of a story: arrow keys, and which card is shown. Its cards are complete without it. */

const cards = document.querySelector<HTMLElement>('[data-story-cards]')
if (cards) followCards(cards)

function followCards(row: HTMLElement): void {
  const dots = [...document.querySelectorAll<HTMLElement>('[data-story-dot]')]
  const places = [...row.querySelectorAll<HTMLElement>('.story-card')]
  let shown = 0
  const mark = (at: number) => {
    shown = at
    for (const [index, dot] of dots.entries()) {
      if (index === at) dot.setAttribute('aria-current', 'true')
      else dot.removeAttribute('aria-current')
    }
  }
  const go = (at: number) => places[at]?.scrollIntoView({ block: 'nearest', inline: 'center' })
  mark(0)
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting && target instanceof HTMLElement) mark(places.indexOf(target))
      }
    },
    { root: row, rootMargin: '0px -45%' },
  )
  for (const place of places) observer.observe(place)
  for (const [at, dot] of dots.entries()) {
    dot.addEventListener('click', (event) => {
      event.preventDefault()
      go(at)
    })
  }
  const steps = new Map([
    ['ArrowRight', 1],
    ['ArrowLeft', -1],
  ])
  document.addEventListener('keydown', (event) => {
    const step = steps.get(event.key)
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    go(shown + step)
  })
}
