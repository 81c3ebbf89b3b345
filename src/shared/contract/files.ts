import { z } from 'zod'
import { session } from './procedure.ts'

/** A file that the application holds for the screen: an uploaded workbook, or a produced one waiting to be saved. */
export const fileRef = z.object({ token: z.string(), name: z.string(), size: z.int(), mime: z.string() })
export type FileRef = z.infer<typeof fileRef>

const place = z.object({ name: z.string(), path: z.string() })
export const folderView = z.object({
  folder: z.string(),
  /** the folder above; null at the root of a drive */
  parent: z.string().nullable(),
  /** where one may begin: the usual folder, the home folder, drives and sticks */
  places: z.array(place),
  folders: z.array(place),
  ledgers: z.array(place.extend({ size: z.int(), changedAt: z.string() })),
  /** true: there is more in it than is listed */
  more: z.boolean(),
})
export type FolderView = z.infer<typeof folderView>

export const files = {
  /** The folders and ledgers in a folder of this computer, to choose from instead of typing a path. */
  browse: session('看文件夹')
    .input(z.object({ folder: z.string().max(1000).nullable() }))
    .output(folderView),
  /** Hands a file to the application. It stays in memory, never in a temporary file. */
  put: session('交入文件')
    .input(z.object({ file: z.file() }))
    .output(fileRef),
  read: session('取出文件')
    .input(z.object({ token: z.string() }))
    .output(z.file()),
  forget: session('放下文件')
    .input(z.object({ token: z.string() }))
    .output(z.object({ ok: z.literal(true) })),
}
