import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, expectNoSideScroll, ROOT, test } from './host.ts'

const PASSPHRASE = '交换测试用的口令 2026'

test.setTimeout(240_000)

test('files come and go: looked at, taken in, a conflict decided, the next one made', async ({
  ledgerPage: page,
  host,
}) => {
  const shots = process.env.LIAISON_SHOTS
  if (shots !== undefined) mkdirSync(shots, { recursive: true })
  const shoot = async (name: string) => {
    await expectNoSideScroll(page)
    if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}.png`) })
  }
  const made = JSON.parse(
    execFileSync(
      join(ROOT, 'node_modules/.bin/node'),
      [join(ROOT, 'test/e2e/exchanging-offices.ts'), host.folder],
      { encoding: 'utf8', env: { ...process.env, LIAISON_PASSPHRASE: PASSPHRASE } },
    ),
  ) as { sent: string; lost: string; last: string }

  await test.step('open the station', async () => {
    await page.getByRole('button', { name: /打开台账/ }).click()
    await page.getByLabel('台账文件的位置').fill(join(host.folder, 'station.ledger'))
    await page.getByLabel('口令', { exact: true }).fill(PASSPHRASE)
    await page.getByRole('button', { name: '打开', exact: true }).click()
    await expect(page.getByRole('heading', { name: '工作台' })).toBeVisible()
    await page.getByRole('link', { name: '数据交换' }).click()
    await page.getByRole('tab', { name: '收发交换文件' }).click()
    await expect(page.getByRole('heading', { name: '与各伙伴的往来' })).toBeVisible()
    await shoot('exchange-before')
  })

  await test.step('a file is looked at, then taken in', async () => {
    await page.getByTestId('bundle').setInputFiles(made.sent)
    const look = page.getByTestId('bundle-look')
    await expect(look).toContainText('马边县人社局，第2份')
    await expect(look).toContainText('2 处两边都改了或一边删了一边在改，等待裁定')
    await shoot('exchange-look')
    await look.getByRole('button', { name: '接收', exact: true }).click()
    await expect(page.getByTestId('bundle-taken')).toContainText('已接收')
    await expect(page.getByTestId('bundle-taken')).toContainText('政策包 虚构-HLJ-2026.llpack')
  })

  await test.step('a policy pack that came with it is looked at, and not installed by itself', async () => {
    await page.getByRole('link', { name: '去看收到的政策包' }).click()
    const received = page.getByTestId('received-packs')
    await expect(received).toContainText('随马边县人社局的第2份文件收到')
    await expect(received).toContainText('签发人不在名单中')
    await expect(page.getByRole('heading', { name: '还没有安装过政策包' })).toBeVisible()
    await shoot('exchange-received-pack')
    await received.getByRole('button', { name: '查看、安装' }).click()
    const dialog = page.getByRole('dialog', { name: '安装政策包' })
    await expect(dialog.getByTestId('pack-inspection')).toContainText('HLJ-2026')
    await dialog.getByLabel('仍要安装的原因').fill('县里打电话核对过')
    await shoot('exchange-received-pack-look')
    await dialog.getByRole('button', { name: '仍然安装（不启用）' }).click()
    await expect(page.getByText('会影响谁')).toBeVisible()
    await page.getByRole('link', { name: '数据交换' }).click()
    await page.getByRole('tab', { name: '收发交换文件' }).click()
  })

  await test.step('one did not come, the next brings its content', async () => {
    await page.getByTestId('bundle').setInputFiles(made.last)
    await page.getByTestId('bundle-look').getByRole('button', { name: '接收', exact: true }).click()
    await expect(page.getByTestId('bundle-taken')).toContainText('第3份没有到；它的内容这一份里已经有了')
    await page.getByRole('button', { name: '马边县人社局', exact: true }).click()
    await page.getByText('收件箱', { exact: true }).click()
    await expect(page.getByTestId('inbox')).toContainText('没有到；后面收到的一份里已经有它的内容')
    await shoot('exchange-inbox')
    await page.getByTestId('bundle').setInputFiles(made.last)
    await expect(page.getByTestId('bundle-look')).toContainText('以前收过，没有改动')
  })

  await test.step('the conflict is decided', async () => {
    await page.getByRole('link', { name: /2 处冲突等待裁定/ }).click()
    const conflict = page.getByTestId('conflict').filter({ hasText: '阿依木呷' })
    await expect(conflict).toContainText('139****2222')
    await expect(conflict).toContainText('139****3333')
    await shoot('exchange-conflict')
    await conflict.getByRole('button', { name: '用这个' }).first().click()
    await expect(conflict).toBeHidden()
  })

  await test.step('a removal that crossed a change is upheld with a reason, or taken back', async () => {
    const conflict = page.getByTestId('conflict')
    await expect(conflict).toContainText('曲比阿呷')
    await expect(conflict).toContainText('删除：重复录入，已有一条')
    await expect(conflict).toContainText('联系电话：138****0002 → 139****6666')
    await expect(conflict).toContainText('收到马边县人社局第2份时发现')
    await conflict.getByRole('button', { name: '维持删除' }).click()
    await expect(page.getByRole('dialog')).toContainText('仍作为已删除')
    await shoot('exchange-removal')
    await page.getByRole('button', { name: '不做了' }).click()
    await conflict.getByRole('button', { name: '恢复' }).click()
    await expect(page.getByRole('heading', { name: '没有要裁定的冲突' })).toBeVisible()
    await page.getByText('已裁定', { exact: true }).click()
    await expect(page.getByTestId('conflict').filter({ hasText: '阿依木呷' })).toContainText('用先改的')
    await expect(page.getByTestId('conflict').filter({ hasText: '曲比阿呷' })).toContainText('恢复了')
    await shoot('exchange-decided')
  })

  await test.step('the answer goes out with the next file', async () => {
    await page.getByRole('tab', { name: '收发交换文件' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: '马边县人社局', exact: true }).click()
    await page
      .getByRole('row', { name: /马边县人社局/ })
      .getByRole('button', { name: '导出下一份' })
      .click()
    expect((await download).suggestedFilename()).toBe('荣丁镇劳务工作站-发马边县人社局-第0002份.llbundle')
    await page.getByText('发件箱', { exact: true }).click()
    await expect(page.getByTestId('outbox')).toContainText('还没有回执')
    await shoot('exchange-outbox')
  })

  await test.step('a file that waited and was refused when its turn came says why and what to do', async () => {
    await page.getByRole('button', { name: '绍兴联络站', exact: true }).click()
    await page.getByText('收件箱', { exact: true }).click()
    await expect(page.getByTestId('inbox')).toContainText('轮到时没有接收')
    await expect(page.getByTestId('inbox')).toContainText('应请对方重新发一份“全部内容”')
    await expect(page.getByText('第2份没有接收（原因见收件箱）')).toBeVisible()
    await shoot('exchange-refused')
  })
})
