import { App } from 'antd'
import type { ReceivedPack } from '../../../../shared/contract/packs.ts'
import { PACK_TRUST_TEXT, receivedFromText } from '../../../../shared/text/packs.ts'
import { client } from '../../../client.ts'
import { useAskReason } from '../../../components/ask.tsx'
import { problemOf } from '../../../components/problem.ts'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { Digits } from '../../../components/values.tsx'
import { InstallPack } from './InstallPack.tsx'

/** 收到、未安装: packs that came with bundles. Each goes the way of one that was chosen as a file, or is set aside. */
export function ReceivedPacks({
  received,
  onInstalled,
  refetch,
}: {
  received: readonly ReceivedPack[]
  onInstalled: (id: string) => void
  refetch: () => void
}) {
  const askReason = useAskReason()
  const { message } = App.useApp()
  const setAside = async ({ id, fileName }: ReceivedPack) => {
    const reason = await askReason({
      title: `不装 ${fileName}`,
      effect: '不再列在这里，测算不变。以后要装，请向对方另要一份文件。',
      okText: '不装',
    })
    if (reason === null) return
    try {
      await client.packs.setAside({ id, reason })
      message.success('已定为不装')
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
    refetch()
  }
  return (
    <section className="card pack-card" aria-label="收到的政策包">
      <h2>
        收到、未安装的政策包 <span className="quiet">随交换文件来的，看过再装，不会自己生效</span>
      </h2>
      <table className="plain-table" data-testid="received-packs">
        <thead>
          <tr>
            <th>文件</th>
            <th>制作</th>
            <th>签名</th>
            <th>来自</th>
            <th aria-label="操作" />
          </tr>
        </thead>
        <tbody>
          {received.map((one) => (
            <tr key={one.id}>
              <td>
                {one.pack === null
                  ? one.fileName
                  : one.pack.documents.map((document) => (
                      <div key={document.id}>
                        <span className="digits">
                          {document.id} {document.version}
                        </span>{' '}
                        {document.title}
                      </div>
                    ))}
              </td>
              <td>
                {one.pack?.issuer} <Digits>{one.pack?.madeOn}</Digits>
              </td>
              <td>
                {one.pack === null ? (
                  <span className="bad">{one.problem}</span>
                ) : one.pack.trust === 'trusted' ? (
                  <span className="good">✓ {one.pack.signer}</span>
                ) : (
                  <span className="bad">✗ {PACK_TRUST_TEXT[one.pack.trust]}</span>
                )}
              </td>
              <td>{receivedFromText(one)}</td>
              <td className="nowrap pack-acts">
                {one.pack !== null && <InstallPack received={one.id} onInstalled={onInstalled} />}
                <RoleButton needs="reviewer" size="small" type="text" onClick={() => void setAside(one)}>
                  不装
                </RoleButton>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
