import { DownOutlined } from '@ant-design/icons'
import { App, Button, Dropdown, Space } from 'antd'
import { fileRef } from '../../../../shared/contract/files.ts'
import { type BundleFacts, madeBundle, type PartnerExchange } from '../../../../shared/contract/sync.ts'
import { client } from '../../../api.ts'
import { JobProgress } from '../../../components/JobProgress.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { saveFile } from '../../../components/save-file.ts'
import { count } from '../../../components/values.tsx'
import { useJob } from '../../../state/jobs.ts'

const OTHERS = [
  { key: 'full', label: '全量：对方换了电脑或缺得太多时' },
  { key: 'receipt', label: '只发回执' },
  { key: 'handover', label: '移交整站：连同附件、规则和未办完的事' },
] as const

/** Makes the next file for a partner and saves it where the clerk wants it. */
export function MakeBundle({ partner }: { partner: PartnerExchange }) {
  const making = useJob(madeBundle)
  const cover = useJob(fileRef)
  const { message, modal } = App.useApp()
  const printCover = async () => {
    const token = making.result?.file.token
    if (token === undefined) return
    const paper = await cover.start(() => client.partners.printCover({ token }))
    if (paper !== undefined) await saveFile(paper)
  }
  const make = async (kind: BundleFacts['kind']) => {
    const made = await making.start(() => client.sync.make({ ledgerId: partner.ledgerId, kind }))
    if (made === undefined) return
    await saveFile(made.file)
    message.success(
      `给“${partner.name}”的第${made.facts.sequence}份已做好：${count(made.facts.entries)} 处改动`,
      5,
    )
  }
  const handOver = () =>
    modal.confirm({
      title: `把整个台账移交给“${partner.name}”`,
      width: 480,
      content:
        '文件里有全部人员、申领、账号、附件、办理规则和没有办完的事，只有对方能打开。只在站点换人、换电脑时用；平常往来请用“导出下一份”。',
      okText: '导出移交文件',
      cancelText: '不做了',
      okButtonProps: { danger: true },
      onOk: () => void make('handover'),
    })
  return (
    <div className="exchange-acts">
      <Space.Compact>
        <RoleButton
          needs="clerk"
          type={partner.advice.includes('send-changes') ? 'primary' : 'default'}
          loading={making.running}
          onClick={() => void make('changes')}
        >
          导出下一份
        </RoleButton>
        <Dropdown
          trigger={['click']}
          menu={{
            items: OTHERS.map(({ key, label }) => ({ key, label })),
            onClick: ({ key }) =>
              key === 'handover' ? handOver() : void make(key === 'full' ? 'full' : 'receipt'),
          }}
        >
          <RoleButton
            needs="clerk"
            icon={<DownOutlined />}
            disabled={making.running}
            aria-label={`给“${partner.name}”导出别的文件`}
          />
        </Dropdown>
      </Space.Compact>
      {making.result !== undefined && (
        <Button type="link" size="small" loading={cover.running} onClick={() => void printCover()}>
          打印封面
        </Button>
      )}
      <Problem error={cover.error} />
      {making.running && <JobProgress job={making.job} onCancel={making.cancel} />}
      <Problem error={making.error} />
    </div>
  )
}
