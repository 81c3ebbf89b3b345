import { Form, Input } from 'antd'
import { passphraseStrength } from './strength.ts'

const COLOURS = ['var(--line)', 'var(--bad)', 'var(--warn-ink)', 'var(--good)'] as const

/** A new passphrase with its strength in words, and once more. Field names: `newPassphrase`, `again`. */
export function PassphraseFields({ label = '口令' }: { label?: string }) {
  const typed: string = Form.useWatch('newPassphrase') ?? ''
  const strength = passphraseStrength(typed)
  return (
    <>
      <Form.Item
        label={label}
        name="newPassphrase"
        rules={[{ required: true, min: 8, message: '口令至少 8 个字符' }]}
        extra={
          typed ? (
            <span className="strength">
              {[1, 2, 3].map((level) => (
                <i
                  key={level}
                  style={{ background: COLOURS[level <= strength.level ? strength.level : 0] }}
                />
              ))}
              强度：{strength.text}
            </span>
          ) : (
            '可以用一句只有自己知道的话。口令不会上传，也没有人能替你找回。'
          )
        }
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <Form.Item
        label={`再输一次${label}`}
        name="again"
        dependencies={['newPassphrase']}
        rules={[
          { required: true, message: '请再输一次口令' },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              !value || getFieldValue('newPassphrase') === value
                ? Promise.resolve()
                : Promise.reject(new Error('两次输入的口令不一样')),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
    </>
  )
}
