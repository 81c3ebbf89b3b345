import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeFileAtomically } from '../core/files/atomic-write.ts'
import type { Electron } from './electron-api.ts'

const stored = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(400),
  height: z.int().min(300),
  maximised: z.boolean(),
})
export type WindowState = z.infer<typeof stored>

/** The screen of the machine this is made for. */
const FIRST = { width: 1366, height: 768 }
/** At least so much of the window's top must lie on a screen, or it could not be grasped. */
const GRASP = 100

function fileIn(folder: string): string {
  return join(folder, 'window.json')
}

/** Where the window was; its first size where that is unknown or no longer on any screen. */
export function rememberedState(
  folder: string,
  screens: readonly Electron.Rectangle[],
): Partial<WindowState> & { width: number; height: number } {
  let state: WindowState
  try {
    state = stored.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')))
  } catch {
    // First start, or a damaged file: a convenience only.
    return FIRST
  }
  const visible = screens.some(
    (screen) =>
      state.x + state.width > screen.x + GRASP &&
      state.x < screen.x + screen.width - GRASP &&
      state.y >= screen.y &&
      state.y < screen.y + screen.height - GRASP,
  )
  return visible ? state : { ...FIRST, maximised: state.maximised }
}

/** Keeps where the window is. */
export async function rememberState(folder: string, window: Electron.BrowserWindow): Promise<void> {
  const state: WindowState = { ...window.getNormalBounds(), maximised: window.isMaximized() }
  await mkdir(folder, { recursive: true })
  await writeFileAtomically(fileIn(folder), `${JSON.stringify(state)}\n`)
}
