import { describe, expect, it, vi } from 'vitest'
import { drawnOnce } from '../../src/ui/drawn-once.ts'

const Coin = (draw = vi.fn()) =>
  Object.assign(
    drawnOnce<{ side: string; worth: number }>(
      ({ side }) => side,
      (props) => {
        draw(props)
        return <i title={props.side}>{props.worth}</i>
      },
    ),
    { draw },
  )

describe('a drawing', () => {
  it('is made once for each key, and stands in a page as the element would', () => {
    const Drawn = Coin()
    const page = (
      <p>
        <Drawn side="<head>" worth={1} />
        <Drawn side="tail" worth={2} />
        <Drawn side="<head>" worth={3} />
      </p>
    )
    const head = '<i title="&lt;head&gt;">1</i>'
    expect(String(page)).toBe(`<p>${head}<i title="tail">2</i>${head}</p>`)
    expect(Drawn.draw).toHaveBeenCalledTimes(2)
  })

  it('is made anew after many others, so that their number stays small', () => {
    const Drawn = Coin()
    for (let worth = 0; worth <= 1024; worth++) Drawn({ side: String(worth), worth })
    expect(String(Drawn({ side: '0', worth: 7 }))).toBe('<i title="0">7</i>')
    expect(String(Drawn({ side: '1024', worth: 7 }))).toBe('<i title="1024">1024</i>')
  })
})
