import { DownOutlined, ExportOutlined } from '@ant-design/icons'
import { App, Button, Dropdown } from 'antd'
import { fileRef } from '../../../shared/contract/files.ts'
import { client } from '../../client.ts'
import { Problem } from '../../components/Problem.tsx'
import { problemOf } from '../../components/problem.ts'
import { saveFile } from '../../components/save-file.ts'
import { count } from '../../components/values.tsx'
import { useJob } from '../../state/jobs.ts'
import type { PeopleFilter } from './filter.ts'

/** The list exactly as it is filtered, as a workbook; numbers are masked unless the clerk asks for them. */
export function ExportPeople({ filter, total }: { filter: PeopleFilter; total: number }) {
  const { message } = App.useApp()
  const job = useJob(fileRef)
  const take = async (numbers: 'masked' | 'full') => {
    const file = await job.start(() => client.people.exportList({ ...filter, numbers }))
    if (file) await saveFile(file).catch((error: unknown) => message.error(problemOf(error).text))
  }
  return (
    <>
      <Dropdown
        trigger={['click']}
        disabled={total === 0 || job.running}
        menu={{
          items: [
            { key: 'masked', label: '导出工作簿，证件号和电话遮住中间' },
            { key: 'full', label: '导出工作簿，证件号和电话写全（写入操作记录）' },
          ],
          onClick: ({ key }) => void take(key === 'full' ? 'full' : 'masked'),
        }}
      >
        <Button icon={<ExportOutlined />} loading={job.running}>
          导出{total > 0 ? ` ${count(total)} 人` : ''} <DownOutlined style={{ fontSize: 10 }} />
        </Button>
      </Dropdown>
      <Problem error={job.error} onClose={job.reset} />
    </>
  )
}
