/** A pause that can be cut short. */
export interface Pause {
  over: Promise<void>
  end(): void
}

/** Starts a pause. It keeps a Node process alive only if it is `held`. */
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

/** Stops a timer from keeping a Node process alive. Outside Node a timer is a number, and is returned as it is. */
export function unheld<Timer>(timer: Timer): Timer {
  if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function') {
    timer.unref()
  }
  return timer
}
