/** A pause that can be cut short. */
export interface Pause {
  over: Promise<void>
  end(): void
}

/** Begins a pause, which keeps a Node process from ending only where it is `held`. */
export function pause(milliseconds: number, held?: 'held'): Pause {
  let end = () => {}
  const over = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    if (!held) unheld(timer)
    end = () => {
      clearTimeout(timer)
      resolve()
    }
  })
  return { over, end }
}

/** The timer, which does not keep a Node process from ending; elsewhere it is a number and needs nothing. */
export function unheld<Timer>(timer: Timer): Timer {
  if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function') {
    timer.unref()
  }
  return timer
}
