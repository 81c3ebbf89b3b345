import { UploadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, App, Button, Input, Modal, Upload } from 'antd'
import { useState } from 'react'
import type { CardInspection, PartnerView } from '../../../../shared/contract/partners.ts'
import { PARTNER_KIND_TEXT } from '../../../../shared/text/partners.ts'
import { api, client } from '../../../api.ts'
import { Problem } from '../../../components/Problem.tsx'
import { HeardFingerprint } from './HeardFingerprint.tsx'

/** A card that was got by e-mail is a few hundred characters; more is some other file. */
const LARGEST_CARD = 20_000

/**
 * Takes a card in: a new partner, or (`partner`) the new key of a known one. The fingerprint is compared by phone first,
 * unless the partner's former key vouches for the card.
 */
export function TakeCard({ partner, onClose }: { partner?: PartnerView; onClose: () => void }) {
  const [text, setText] = useState('')
  const [name, setName] = useState<string>()
  const [heard, setHeard] = useState('')
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const { message } = App.useApp()
  const card = useQuery({
    ...api.partners.readCard.queryOptions({ input: { card: text } }),
    enabled: text.trim() !== '',
  })
  const seen = text.trim() === '' ? undefined : card.data
  const hindrance = seen === undefined ? undefined : hindranceOf(seen, partner)
  const needsCall =
    seen !== undefined && hindrance === undefined && !(partner !== undefined && seen.vouchedFor)
  const ready = seen !== undefined && hindrance === undefined && (!needsCall || heard !== '')
  const take = (next: string) => {
    setText(next)
    setHeard('')
    setProblem(undefined)
  }
  const save = async () => {
    if (seen === undefined) return
    setBusy(true)
    setProblem(undefined)
    try {
      if (partner === undefined) {
        const called = (name ?? '').trim() || seen.name
        await client.partners.trust({ card: text, fingerprint: heard, name: called })
        message.success(`已登记“${called}”，请接着设定可给它的范围`)
      } else {
        await client.partners.replace({
          id: partner.id,
          card: text,
          ...(heard === '' ? {} : { fingerprint: heard }),
        })
        message.success(`已登记“${partner.name}”的新钥匙`)
      }
      onClose()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      width={620}
      title={partner === undefined ? '登记交换伙伴' : `登记“${partner.name}”的新钥匙`}
      okText={partner === undefined ? '登记伙伴' : '登记新钥匙'}
      cancelText="不做了"
      confirmLoading={busy}
      okButtonProps={{ disabled: !ready }}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <div className="stack card-taking">
        <div>
          <span className="field-label">对方的钥匙卡</span>
          <Input.TextArea
            aria-label="对方的钥匙卡"
            autoFocus
            rows={4}
            spellCheck={false}
            maxLength={LARGEST_CARD}
            value={text}
            placeholder="把对方发来的整行文字粘贴在这里（以 LLCARD 开头），或用扫码枪扫卡上的二维码"
            onChange={(event) => take(event.target.value)}
          />
        </div>
        <Upload
          accept=".txt,.card,text/plain"
          showUploadList={false}
          beforeUpload={(file) => {
            void file.slice(0, LARGEST_CARD).text().then(take)
            return Upload.LIST_IGNORE
          }}
        >
          <Button size="small" icon={<UploadOutlined />}>
            从文件读入
          </Button>
        </Upload>
        {text.trim() !== '' && <Problem error={card.error} />}
        {seen && (
          <>
            <div className="card-seen">
              <b>{seen.name}</b>
              <span className="quiet">（{PARTNER_KIND_TEXT[seen.kind]}）</span>
              <div className="quiet digits">台账 {seen.ledgerId}</div>
            </div>
            {hindrance !== undefined && <Alert type="warning" showIcon title={hindrance} />}
            {hindrance === undefined && !needsCall && (
              <div className="notice">已登记的旧钥匙为这张卡签了名，可以直接登记，不必再打电话。</div>
            )}
            {needsCall && (
              <div className="stack" style={{ gap: 6 }}>
                <div>
                  <b>打电话给“{seen.name}”</b>
                  ，号码用本单位自己记的、不用卡或邮件上写的。请对方念出指纹：六组与下面相同，空着的两组照听到的填。
                </div>
                <HeardFingerprint key={seen.fingerprint} fingerprint={seen.fingerprint} onChange={setHeard} />
                <div className="quiet">有一组不同，就不要登记：这张卡可能在路上被人换过。</div>
              </div>
            )}
            {hindrance === undefined && partner === undefined && (
              <div>
                <span className="field-label">本单位怎么称呼它</span>
                <Input
                  aria-label="本单位怎么称呼它"
                  maxLength={80}
                  value={name ?? seen.name}
                  onChange={(event) => setName(event.target.value)}
                />
              </div>
            )}
          </>
        )}
        <Problem error={problem} />
      </div>
    </Modal>
  )
}

/** Why this card is not for here, said before anybody picks up the phone. */
function hindranceOf(seen: CardInspection, partner: PartnerView | undefined): string | undefined {
  const known = seen.partner?.name ?? ''
  if (seen.standing === 'ourselves') return '这是本单位自己的钥匙卡，请用对方给的那一张。'
  if (seen.standing === 'known') return `这把钥匙已经登记，名称是“${known}”。`
  if (seen.standing === 'revoked') return `这把钥匙是“${known}”已停用的，不能再登记。请让对方换新钥匙。`
  if (partner === undefined)
    return seen.standing === 'other'
      ? `这个台账已登记为“${known}”，用的是另一把钥匙。若对方换了钥匙，请在名单里“${known}”那一行点“登记新钥匙”。`
      : undefined
  return seen.ledgerId === partner.ledgerId
    ? undefined
    : `这张卡不是“${partner.name}”的（卡上写的是“${seen.name}”）。新伙伴请另行登记。`
}
