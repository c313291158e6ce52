import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { shareDiffering, withoutText } from './compared.ts'
import { cardView } from './pictured-views.ts'
import { PICTURES } from './pictures.ts'

/**
 * `npm run renderers`: draws the pictures with the programs of this machine that draw SVG, and compares each with
 * librsvg's as sharp has it. Exits with 1 if one differs; says which programs are not installed.
 */

const PROGRAMS = [
  { name: 'rsvg-convert', from: 'librsvg2-bin', draw: (svg: string, png: string) => [svg, '-o', png] },
  { name: 'inkscape', from: 'inkscape', draw: (svg: string, png: string) => [svg, '-o', png] },
  { name: 'cairosvg', from: 'cairosvg', draw: (svg: string, png: string) => [svg, '-o', png] },
  // Batik's. It may fail and exit with 0: then the file isn't there.
  { name: 'rasterizer', from: 'libbatik-java', draw: (svg: string, png: string) => ['-d', png, svg] },
]
/** Of the pixels. Without its wreaths, a card differs in 2 %. */
const TOLERATED = 0.005

const folder = mkdtempSync(join(tmpdir(), 'laurel-renderers-'))
try {
  for (const program of PROGRAMS) {
    for (const [name, draw] of Object.entries(PICTURES)) {
      const svg = withoutText(draw(cardView(), {}))
      const [from, to] = [join(folder, name), join(folder, `${program.name}-${name}.png`)]
      writeFileSync(from, svg)
      try {
        execFileSync(program.name, program.draw(from, to), { stdio: 'ignore' })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
          console.log(`${program.name}: not installed (package ${program.from})`)
          break
        }
      }
      const share = existsSync(to) ? await shareDiffering(svg, readFileSync(to)) : 1
      console.log(`${program.name}: ${name} differs in ${(100 * share).toFixed(2)} % of its pixels`)
      if (share > TOLERATED) process.exitCode = 1
    }
  }
} finally {
  rmSync(folder, { recursive: true })
}
