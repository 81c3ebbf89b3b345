import { CopyOutlined, DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import { App, Button, QRCode } from 'antd'
import { useState } from 'react'
import { fileRef } from '../../../../shared/contract/files.ts'
import type { OwnCard } from '../../../../shared/contract/partners.ts'
import { shanghaiDay } from '../../../../shared/domain/dates.ts'
import { client } from '../../../api.ts'
import { useAskReason } from '../../../components/ask.tsx'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { saveBlob, saveFile } from '../../../components/save-file.ts'
import { useJob } from '../../../state/jobs.ts'
import { Fingerprint } from './Fingerprint.tsx'

/** This office's own card: to give away, and to read out when somebody calls. */
export function OwnKeys({ own }: { own: OwnCard | null }) {
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const printing = useJob(fileRef)
  const askReason = useAskReason()
  const { message } = App.useApp()
  const act = async (work: () => Promise<unknown>) => {
    setBusy(true)
    setProblem(undefined)
    try {
      await work()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  if (own === null)
    return (
      <section className="card" aria-label="本单位的钥匙卡">
        <Problem error={problem} />
        <EmptyTeach
          title="还没有本单位的钥匙"
          actions={
            <RoleButton
              needs="clerk"
              type="primary"
              loading={busy}
              onClick={() => void act(() => client.partners.makeKeys())}
            >
              制作钥匙
            </RoleButton>
          }
        >
          交换文件要加密、签名。钥匙做好后，把钥匙卡发给对方登记，对方才能给本单位做文件，也才认得本单位的文件。
        </EmptyTeach>
      </section>
    )
  const print = async () => {
    const file = await printing.start(() => client.partners.printCard({}))
    if (file) await saveFile(file)
  }
  const copy = () =>
    act(async () => {
      await navigator.clipboard.writeText(own.text)
      message.success('已复制钥匙卡，可粘贴到邮件里发给对方')
    })
  const replace = async () => {
    const reason = await askReason({
      title: '更换本单位的钥匙',
      effect:
        '换好后要把新钥匙卡发给每个伙伴；没有登记新卡的伙伴会收不下本单位的文件。用旧钥匙加密来的文件仍能打开。',
      okText: '更换钥匙',
    })
    if (reason === null) return
    await act(async () => {
      await client.partners.replaceKeys({ reason })
      message.success('钥匙已更换，请把新钥匙卡发给各伙伴')
    })
  }
  return (
    <section className="card own-keys" aria-label="本单位的钥匙卡">
      <div className="own-keys-code">
        <QRCode value={own.text} size={188} type="svg" errorLevel="M" color="#000" bgColor="#fff" />
      </div>
      <div className="stack">
        <div>
          <h2 style={{ fontSize: 14 }}>{own.office} 的钥匙卡</h2>
          <div className="quiet">
            {shanghaiDay(own.madeAt)} 制作
            {own.retired > 0 && `，是第 ${own.retired + 1} 把；换下的仍能打开以前的文件`}
          </div>
        </div>
        <div>
          <div className="quiet">指纹：对方打电话来核对时，一组一组念给他听</div>
          <Fingerprint value={own.fingerprint} large />
        </div>
        <Problem error={problem ?? printing.error} />
        <div className="row row-wrap">
          <Button icon={<PrinterOutlined />} loading={printing.running} onClick={() => void print()}>
            打印钥匙卡
          </Button>
          <Button icon={<CopyOutlined />} onClick={() => void copy()}>
            复制钥匙卡
          </Button>
          <Button
            icon={<DownloadOutlined />}
            onClick={() =>
              saveBlob(new Blob([`${own.text}\n`], { type: 'text/plain' }), `交换钥匙卡_${own.office}.txt`)
            }
          >
            存成文件
          </Button>
          <RoleButton needs="admin" danger loading={busy} onClick={() => void replace()}>
            更换钥匙…
          </RoleButton>
        </div>
      </div>
    </section>
  )
}
