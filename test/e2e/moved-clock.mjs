/**
 * Loaded by Node before the application (`--import`), in each of its threads: the clock stands where the file named by
 * LIAISON_E2E_CLOCK says (an ISO moment), and goes on from there, so that a test can let days pass.
 */
import { readFileSync } from 'node:fs'

const real = Date.now
const file = process.env.LIAISON_E2E_CLOCK
/** milliseconds between two looks at the file */
const PAUSE = 200
let text = ''
let offset = 0
let next = 0

Date.now = () => {
  const now = real()
  if (file !== undefined && now >= next) {
    next = now + PAUSE
    const written = readFileSync(file, 'utf8').trim()
    if (written !== text) {
      text = written
      offset = Date.parse(written) - now
    }
  }
  return now + offset
}
