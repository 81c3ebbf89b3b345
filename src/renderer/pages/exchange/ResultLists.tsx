import { App, Button } from 'antd'
import { z } from 'zod'
import { fileRef } from '../../../shared/contract/files.ts'
import { client } from '../../client.ts'
import { Problem } from '../../components/Problem.tsx'
import { problemOf } from '../../components/problem.ts'
import { saveFile } from '../../components/save-file.ts'
import { count } from '../../components/values.tsx'
import { useJob } from '../../state/jobs.ts'

const lists = z.object({ files: z.array(fileRef), success: z.int(), failure: z.int() })

/** What came of each row, as lists that whoever made the workbook gets back: all, those that went through, those that did not. */
export function ResultLists({ importId, size = 'middle' }: { importId: string; size?: 'small' | 'middle' }) {
  const { message } = App.useApp()
  const make = useJob(lists)
  const save = async () => {
    const made = await make.start(() => client.imports.lists({ importId }))
    if (made === undefined) return
    try {
      for (const file of made.files) await saveFile(file)
      message.success(`已存三份清单：全部、成功 ${count(made.success)} 行、失败 ${count(made.failure)} 行`)
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  return (
    <>
      <Button
        size={size}
        loading={make.running}
        title="存成 _all、_success、_failure 三份，交回给做表的人"
        onClick={() => void save()}
      >
        存结果清单
      </Button>
      <Problem error={make.error} />
    </>
  )
}
