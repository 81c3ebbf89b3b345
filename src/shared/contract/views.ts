import { z } from 'zod'
import { query, write } from './procedure.ts'

/** The lists whose filters can be kept under a name. */
export const VIEW_LISTS = ['people', 'claims'] as const
const list = z.enum(VIEW_LISTS)
export type ViewList = z.infer<typeof list>

export const savedView = z.object({
  name: z.string().trim().min(1, '请给这组筛选起个名字').max(30),
  /** the filter as the list's address carries it, without `?` */
  address: z.string().min(1, '先选好筛选条件').max(2000),
})
export type SavedView = z.infer<typeof savedView>

/** 常用筛选: named filters of a list, kept with the ledger for everybody in the office. */
export const views = {
  list: query('常用筛选').input(z.object({ list })).output(z.array(savedView)),
  /** Takes the place of one of the same name. */
  save: write('保存常用筛选').input(savedView.extend({ list })).output(z.array(savedView)),
  remove: write('删除常用筛选')
    .input(z.object({ list, name: z.string() }))
    .output(z.array(savedView)),
}
