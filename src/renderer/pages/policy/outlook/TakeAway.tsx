import { DownOutlined, ExportOutlined, PrinterOutlined } from '@ant-design/icons'
import { App, Button, Dropdown } from 'antd'
import { fileRef } from '../../../../shared/contract/files.ts'
import { client } from '../../../client.ts'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { printPdf, saveFile } from '../../../components/save-file.ts'
import { count } from '../../../components/values.tsx'
import { useJob } from '../../../state/jobs.ts'
import type { ComingFilter, LosingFilter, UnclaimedFilter } from './filter.ts'

export type Shown =
  | { view: 'unclaimed'; filter: UnclaimedFilter }
  | { view: 'coming'; filter: ComingFilter }
  | { view: 'losing'; filter: LosingFilter }

/** Export and print of exactly what is shown. Telephone numbers are masked unless the clerk asks for them. */
export function TakeAway({ shown, total, small = false }: { shown: Shown; total: number; small?: boolean }) {
  const { message } = App.useApp()
  const job = useJob(fileRef)
  const take = async (format: 'xlsx' | 'pdf', phones: 'masked' | 'full') => {
    const file = await job.start(() => client.outlook.exportList({ ...shown, format, phones }))
    if (!file) return
    try {
      if (format === 'pdf') printPdf(await client.files.read({ token: file.token }))
      else await saveFile(file)
    } catch (error) {
      message.error(problemOf(error).text)
    }
  }
  const size = small ? 'small' : 'middle'
  const off = total === 0 || job.running
  return (
    <>
      <Dropdown
        trigger={['click']}
        disabled={off}
        menu={{
          items: [
            { key: 'masked', label: '导出工作簿，电话遮住中间四位' },
            { key: 'full', label: '导出工作簿，电话写全（写入操作记录）' },
          ],
          onClick: ({ key }) => void take('xlsx', key === 'full' ? 'full' : 'masked'),
        }}
      >
        <Button size={size} icon={<ExportOutlined />} loading={job.running}>
          导出{total > 0 ? ` ${count(total)} 条` : ''} <DownOutlined style={{ fontSize: 10 }} />
        </Button>
      </Dropdown>
      <Button
        size={size}
        icon={<PrinterOutlined />}
        disabled={off}
        onClick={() => void take('pdf', 'masked')}
      >
        打印
      </Button>
      <Problem error={job.error} onClose={job.reset} />
    </>
  )
}
