/** What an `<img>` makes of an SVG: its size, and how many colours there are among its pixels. */
export interface Rendered {
  width: number
  height: number
  colours: number
}

/** The expression by which a page finds that out: a promise of `Rendered`. */
export function renderedAs(svg: string): string {
  const source = JSON.stringify(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`)
  return `(async () => {
    const image = new Image()
    image.src = ${source}
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), {
      width: image.naturalWidth,
      height: image.naturalHeight,
    })
    const context = canvas.getContext('2d')
    context.drawImage(image, 0, 0)
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    const colours = new Set(new Uint32Array(data.buffer))
    return { width: image.naturalWidth, height: image.naturalHeight, colours: colours.size }
  })()`
}
