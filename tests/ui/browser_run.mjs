// SPDX-License-Identifier: GPL-3.0-or-later
// One walk through the pages in a real browser, against a running server with the sample corpus: what an
// enterprise, a broker and an operator do on their first day.
//
//   QUEQIAO_URL=http://127.0.0.1:8080 [QUEQIAO_TOKEN=…] [QUEQIAO_BROKER=…] [SCREENSHOTS=dir] [CHROMIUM=/usr/bin/chromium] node tests/ui/browser_run.mjs
//
// Each step prints its sentence when it holds; the first that does not ends the run with exit status 1.
// At the end: no error on the console but the 404s and 401s that are asked for, and no request left the origin.
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const { chromium } = createRequire(path.join(here, '../../web/ui/package.json'))('playwright-core');

const URL_OF_SERVER = process.env.QUEQIAO_URL;
const SCREENSHOTS = process.env.SCREENSHOTS ?? '';
const UNKNOWN_ID = 'NO-SUCH-RECORD-404';
const UNKNOWN_RECEIPT = 'QQ-20200101-999999';
assert.ok(URL_OF_SERVER, 'QUEQIAO_URL names no server');
const origin = new URL(URL_OF_SERVER).origin;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update'],
});
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
const page = await context.newPage();
page.setDefaultTimeout(15_000);

const TOKEN = process.env.QUEQIAO_TOKEN ?? '';
const BROKER = process.env.QUEQIAO_BROKER ?? ''; // a token of scope broker

const consoleErrors = [];
let refused = false; // while a token is shown that is none, the browser logs each 401
let failing = false; // while a failure is played, each 503
const strangers = [];
page.on('console', (message) => {
  if (refused && /status of 401/.test(message.text())) return;
  if (failing && /status of 503/.test(message.text())) return;
  if (message.type() === 'error' && ![UNKNOWN_ID, UNKNOWN_RECEIPT].some((id) => `${message.text()} ${message.location().url}`.includes(id))) consoleErrors.push(`${message.text()} (${message.location().url})`);
});
page.on('pageerror', (error) => consoleErrors.push(String(error)));
page.on('request', (request) => {
  const url = new URL(request.url());
  if (/^(https?|wss?):$/.test(url.protocol) && url.origin !== origin) strangers.push(request.url());
});

const at = (id) => page.getByTestId(id);
let pictures = 0;

async function picture(name) {
  if (!SCREENSHOTS) return;
  await mkdir(SCREENSHOTS, { recursive: true });
  pictures += 1;
  await page.screenshot({ path: path.join(SCREENSHOTS, `${String(pictures).padStart(2, '0')}-${name}.png`), fullPage: true });
}

async function step(sentence, work) {
  try {
    await work();
  } catch (error) {
    await picture('failed').catch(() => undefined);
    console.error(`not ok: ${sentence}\n  at ${page.url()}`);
    throw error;
  }
  console.log(`ok: ${sentence}`);
}

const total = async () => Number(await at('total').getAttribute('data-value'));
const settled = () => page.waitForSelector('[data-testid=results][data-ready=true]');

/** The signals of the first match: opened, they add up to its score. */
async function signalsAddUp() {
  const first = at('match').first();
  await first.getByTestId('signals-toggle').click();
  assert.ok(await first.getByTestId('signal-row').count() >= 2, 'fewer than two signals');
  const sum = first.getByTestId('signal-sum');
  const [parts, score] = [Number(await sum.getAttribute('data-sum')), Number(await sum.getAttribute('data-score'))];
  assert.ok(Math.abs(parts - score) < 1e-3, `parts ${parts} against score ${score}`);
  const bar = first.getByTestId('signal-bar');
  assert.ok(await bar.isVisible(), 'no bar of the parts');
  const filled = await bar.evaluate((one) => [...one.children].reduce((width, part) => width + part.offsetWidth, 0) / one.clientWidth);
  assert.ok(Math.abs(filled - score) < 0.03, `a score of ${score} fills ${filled} of its bar`);
  assert.equal(await first.getByTestId('signal-row').first().getAttribute('data-signal'), 'text', 'the text weighs most');
}

async function matchesShown(to) {
  await page.waitForSelector(`[data-testid=matches][data-to=${to}][data-ready=true]`);
  assert.ok(await at('match').count() > 0, `no matches to ${to}`);
}

async function run() {
  await step('the start page shows the search box and the size of the corpus', async () => {
    await page.goto(`${origin}/`);
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh-CN');
    await at('search-input').waitFor();
    await at('corpus-counts').waitFor();
    assert.match(await at('corpus-counts').innerText(), /[1-9]/);
    await picture('start');
  });

  await step('every example of the start page finds something', async () => {
    const links = await at('example').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    assert.ok(links.length >= 5, `only ${links.length} examples`);
    for (const link of links) {
      await page.goto(origin + link);
      await settled();
      assert.ok(await total() > 0, `${decodeURIComponent(link)} finds nothing`);
      assert.ok(await at('hit').count() > 0, `${decodeURIComponent(link)} counts hits and shows none`);
    }
    await page.goto(`${origin}/`);
  });

  await step('the list is saved as a file for a spreadsheet', async () => {
    await page.goto(`${origin}/search?q=${encodeURIComponent('轴承')}`);
    await settled();
    const saved = page.waitForEvent('download');
    await at('export-csv').click();
    const file = await saved;
    assert.match(file.suggestedFilename(), /^queqiao-\d{4}-\d\d-\d\d\.csv$/);
    const text = await readFile(await file.path(), 'utf8');
    assert.ok(text.startsWith('\ufeff序号,编号,'), text.slice(0, 60));
    assert.ok(text.trimEnd().split('\r\n').length > await at('hit').count(), 'fewer rows than hits');
  });

  await step('page 2 holds other hits than page 1', async () => {
    await page.goto(`${origin}/search?q=${encodeURIComponent('检测')}`);
    await settled();
    const ids = () => at('hit').evaluateAll((all) => all.map((hit) => hit.dataset.id));
    const first = await ids();
    assert.ok(await total() > first.length, 'one page holds all');
    await at('paging').locator('.number', { hasText: /^2$/ }).click();
    await page.waitForURL((url) => url.searchParams.get('page') === '2');
    await page.waitForFunction((id) => document.querySelector('[data-testid=hit]')?.dataset.id !== id, first[0]);
    await settled();
    const second = await ids();
    assert.ok(second.length > 0, 'no hits on page 2');
    assert.deepEqual(second.filter((id) => first.includes(id)), []);
    await picture('page-2');
    await page.goto(`${origin}/search?q=${encodeURIComponent('检测')}&page=9999`);
    await page.waitForURL((url) => /^[1-9]\d?$/.test(url.searchParams.get('page')));
    await settled();
    assert.ok(await at('hit').count() > 0, 'the last page is empty');
    await page.goto(`${origin}/search?q=${encodeURIComponent('检测')}&page=none`);
    await page.waitForURL((url) => !url.searchParams.has('page'));
    await page.goto(`${origin}/`);
  });

  await step('typing 锂电池 brings suggestions that the keyboard can reach', async () => {
    await at('search-input').pressSequentially('锂电池', { delay: 40 });
    await at('suggestion').first().waitFor();
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.locator('[data-testid=suggestion][aria-selected=true]').count(), 1);
    await picture('suggestions');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
  });

  await step('the search page lists hits with the words marked', async () => {
    await page.waitForURL((url) => url.pathname === '/search' && url.searchParams.get('q') === '锂电池');
    await settled();
    assert.ok(await at('hit').count() > 0, 'no hits');
    assert.ok(await page.locator('[data-testid=hit] mark').count() > 0, 'nothing is marked');
    assert.ok(await total() >= await at('hit').count());
    await picture('search');
  });

  await step('a hit says why it stands there when it is asked, and not before', async () => {
    const first = at('hit').first();
    assert.equal(await at('why-table').count(), 0);
    const toggle = first.getByTestId('why-toggle');
    assert.equal(await toggle.getAttribute('aria-expanded'), 'false');
    await toggle.click();
    await first.getByTestId('why-table').waitFor();
    assert.equal(await toggle.getAttribute('aria-expanded'), 'true');
    assert.ok(await first.getByTestId('why-row').count() > 0, 'no term adds anything');
    await toggle.click();
    assert.ok(!await first.getByTestId('why-table').isVisible(), 'it does not close');
  });

  await step('a region facet changes the address and the count falls', async () => {
    const before = await total();
    const boxes = page.locator('input[data-testid^=facet-region-]');
    const counts = await boxes.evaluateAll((all) => all.map((box) => Number(box.dataset.count)));
    const index = counts.findIndex((n) => n > 0 && n < before);
    assert.ok(index >= 0, `no region holds fewer than all ${before} hits: ${counts}`);
    const name = await boxes.nth(index).getAttribute('data-testid');
    const code = name.replace('facet-region-', '');
    await boxes.nth(index).check();
    await page.waitForURL((url) => url.searchParams.get('region') === code);
    await page.waitForFunction((n) => Number(document.querySelector('[data-testid=total]')?.dataset.value) < n, before);
    await settled();
    assert.ok(await total() > 0);
    await at(`chip-region-${code}`).waitFor();
    await picture('facet');
  });

  await step('the address alone brings the same search back', async () => {
    const held = await total();
    await page.reload();
    await settled();
    assert.equal(await total(), held);
    assert.equal(await at('search-input').inputValue(), '锂电池');
  });

  await step('clearing the filters brings the count back up', async () => {
    const held = await total();
    await at('clear-filters').click();
    await page.waitForURL((url) => !url.searchParams.has('region'));
    await page.waitForFunction((n) => Number(document.querySelector('[data-testid=total]')?.dataset.value) > n, held);
    await settled();
  });

  await step('filters that leave nothing are named as the reason, with other values to choose and a way out', async () => {
    await page.goto(`${origin}/search?q=${encodeURIComponent('锂电池')}&region=420000`);
    assert.match(await at('filtered-out').innerText(), /\d+ 条记录/);
    assert.equal(await total(), 0);
    assert.equal(await page.locator('aside').count(), 1);
    await at('filtered-out').locator('button').click();
    await page.waitForURL((url) => !url.searchParams.has('region'));
    await settled();
    assert.ok(await total() > 0);
    await page.goBack();
    await at('filtered-out').waitFor();
    await page.goBack();
    await settled();
  });

  await step('a search that finds nothing gives advice, and no empty box beside it', async () => {
    await page.goto(`${origin}/search?q=${encodeURIComponent('"齉龘麤"')}`);
    await at('empty-state').waitFor();
    assert.equal(await page.locator('aside').count(), 0);
    await picture('empty');
    await page.goBack();
    await settled();
  });

  await step('a proxy that answers for a busy service is told to the reader in words', async () => {
    const busy = '**/api/v1/search?*';
    await page.route(busy, (route) => route.fulfill({ status: 503, contentType: 'text/html', body: '<html>503</html>' }));
    await page.goto(`${origin}/search?q=${UNKNOWN_ID}`);
    const said = await at('error-state').innerText();
    assert.match(said, /请稍后再试/);
    assert.doesNotMatch(said, /http_503/);
    await page.unroute(busy);
    await page.goBack();
    await settled();
  });

  await step('a hit opens its record with its matching needs', async () => {
    const first = at('hit').first();
    const id = await first.getAttribute('data-id');
    await first.getByTestId('hit-title').click();
    await page.waitForURL((url) => decodeURIComponent(url.pathname) === `/records/${id}`);
    await at('record').waitFor();
    assert.equal(await at('record').getAttribute('data-id'), id);
    await matchesShown('need');
  });

  await step('a record leads to the records like it, without itself', async () => {
    const back = page.url();
    const id = await at('record').getAttribute('data-id');
    await at('similar-records').click();
    await page.waitForURL((url) => url.pathname === '/search' && url.searchParams.get('q') === `similar:${id}`);
    await settled();
    assert.equal(await page.locator('[data-testid=notes] [data-code=similar]').count(), 1);
    assert.equal(await page.locator(`[data-testid=hit][data-id="${id}"]`).count(), 0);
    await page.goto(back);
    await at('match').first().waitFor();
  });

  await step('each signal of a match is shown, and the parts add up to the score', async () => {
    await signalsAddUp();
    await at('signal-chart').first().waitFor().catch(() => undefined); // fewer than three signals apply: no chart
    await picture('record');
  });

  await step('print shows the signals without a click and hides the navigation', async () => {
    await page.emulateMedia({ media: 'print' });
    assert.ok(await at('signal-table').last().isVisible());
    assert.equal(await at('nav-search').isVisible(), false);
    await page.emulateMedia({ media: 'screen' });
  });

  await step('the language switch changes the words and is remembered', async () => {
    await at('language-switch').click();
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
    assert.equal(await at('nav-search').innerText(), 'Search');
    await page.reload();
    await at('record').waitFor();
    assert.equal(await at('nav-search').innerText(), 'Search');
    await picture('english');
    await at('language-switch').click();
    assert.equal(await at('nav-search').innerText(), '检索');
  });

  await step('a need shows its matching achievements, then experts', async () => {
    await page.goto(`${origin}/search?kind=need&q=${encodeURIComponent('电池')}`);
    await settled();
    await at('hit-title').first().click();
    await at('record').waitFor();
    await matchesShown('achievement');
    await signalsAddUp();
    await picture('need');
    await at('match-tab-expert').click();
    await page.waitForURL((url) => url.searchParams.get('to') === 'expert');
    await page.waitForSelector('[data-testid=matches][data-to=expert][data-ready=true]');
  });

  await step('an empty form is not sent and says why', async () => {
    await at('nav-submit').click();
    await at('need-form').waitFor();
    await at('need-submit').click();
    await at('said-title').waitFor();
    assert.equal(await at('said-contact_email').count(), 0, 'no e-mail is no fault');
    await at('need-contact_email').fill('not an email');
    assert.match(await at('said-contact_email').innerText(), /电子邮箱/);
    await at('need-contact_email').fill('');
    await at('said-contact_email').waitFor({ state: 'detached' });
  });

  await step('the form marks whatever the service would call missing', async () => {
    const marked = new Set(await page.locator('[data-expected=true]').evaluateAll((all) => all.map((field) => field.dataset.field)));
    const incomplete = await page.evaluate(async () => {
      const body = JSON.stringify({ kind: 'need', title: '只有名称和目标', goal: '看缺什么' });
      const answer = await fetch('/api/v1/records', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
      return (await answer.json()).incomplete;
    });
    assert.ok(incomplete.length >= 10, `only ${incomplete} is missing`);
    const field = { contact: 'contact_name', enterprise_id: 'enterprise_name' };
    assert.deepEqual(incomplete.map((name) => field[name] ?? name).filter((name) => !marked.has(name)), []);
  });

  await step('advice stands beside the fields and in one list while one types, and keeps nothing back', async () => {
    await at('need-title').fill('新材料技术');
    await at('need-problem').fill('寻求新材料技术');
    await at('advice-title').waitFor();
    assert.match(await at('advice-title').innerText(), /名称只写了领域或行业/);
    assert.match(await page.locator('#title').getAttribute('aria-describedby'), /\btitle-advice\b/);
    assert.match(await at('advice-indicators').innerText(), /没有一项可以比较的指标/);
    assert.match(await at('coach-filled').innerText(), /2 \/ 16/);
    assert.match(await at('coach-missing').innerText(), /预期目标.*需求单位/);
    assert.match(await at('coach-state').innerText(), /\d+ 条建议/);
    assert.ok(await at('need-submit').isEnabled());
    await picture('coach');
    await at('language-switch').click();
    assert.match(await at('advice-title').innerText(), /only names a field or an industry/);
    assert.match(await at('coach-filled').innerText(), /2 of 16/);
    await at('language-switch').click();
  });

  await step('a need that is there already is shown as such, and one that says enough is told nothing beside its fields', async () => {
    const { record, id } = await page.evaluate(async () => {
      const id = (await (await fetch('/api/v1/search?kind=need&size=1')).json()).hits[0].id;
      return { id, record: (await (await fetch(`/api/v1/records/${id}`)).json()).record };
    });
    for (const field of ['title', 'problem', 'key_tech', 'goal']) await at(`need-${field}`).fill(record[field]);
    await at('coach-copies').getByText(id).waitFor();
    assert.match(await at('advice-title').innerText(), new RegExp(`几乎相同的记录：${id}`));
    await at('need-title').fill('地下停车场积水自动排除与远程告警');
    await at('need-problem').fill('暴雨时坡道倒灌，值班人员发现时水已没过电梯底坑，近两年停梯损失三次。');
    await at('need-key_tech').fill('水位传感与排水泵联动，断电时仍能告警。');
    await at('need-goal').fill('积水报警时间≤30 s，排水流量≥50 m³/h。');
    await at('advice-title').waitFor({ state: 'detached' });
    assert.equal(await at('advice-indicators').count(), 0);
  });

  await step('a draft outlives a reload', async () => {
    await at('need-title').fill('动力电池高温循环鼓包抑制');
    await at('need-problem').fill('280 Ah 磷酸铁锂电芯在 45 ℃ 循环 600 次后鼓包，客户退货率上升。');
    assert.equal(await at('count-title').innerText(), '12 / 200');
    await at('draft-saved').waitFor();
    await page.reload();
    await at('draft-restore').click();
    assert.equal(await at('need-title').inputValue(), '动力电池高温循环鼓包抑制');
  });

  await step('a submitted need gets a receipt and its first candidates', async () => {
    await at('need-key_tech').fill('抑制电解液高温产气，循环 1500 次后厚度增长不超过 8%。');
    await at('need-goal').fill('一年内导入产线。');
    await at('need-keywords').fill('锂电池、产气、鼓包');
    await at('indicator-add').click();
    const row = at('indicator-row').first().locator('input[type=text], input:not([type])');
    await row.first().fill('循环寿命');
    await picture('form');
    await at('need-submit').click();
    await at('receipt').waitFor();
    assert.notEqual((await at('receipt').innerText()).trim(), '');
    assert.match(await at('incomplete').innerText(), /归口管理部门/);
    assert.doesNotMatch(await at('receipt-panel').innerText(), /is missing|field "/);
    await at('candidates-achievement').getByTestId('match').first().waitFor();
    await picture('receipt');
  });

  await step('a receipt number leads to where the submission stands', async () => {
    const number = (await at('receipt').innerText()).trim();
    await at('receipt-link').click();
    await at('receipt-state').waitFor();
    assert.match(await at('receipt-state').innerText(), /已提交/);
    await page.reload();
    await at('receipt-state').waitFor();
    await picture('receipt_state');
    await at('receipt-number').fill(UNKNOWN_RECEIPT);
    await at('receipt-look').click();
    await at('receipt-unknown').waitFor();
    assert.match(await at('receipt-unknown').innerText(), new RegExp(UNKNOWN_RECEIPT));
    await at('receipt-number').fill(number);
    await at('receipt-look').click();
    await at('receipt-state').waitFor();
  });

  await step('the status page shows store, index and counts', async () => {
    await at('nav-status').click();
    await at('store-seq').waitFor();
    assert.ok(Number(await at('store-seq').innerText()) > 0);
    assert.ok(Number(await at('index-seq').innerText()) > 0);
    assert.ok(Number(await at('index-lag').getAttribute('data-lag')) >= 0);
    const jobs = await at('jobs').locator('tbody').innerText();
    assert.match(jobs, /导入\s+完成/);
    assert.doesNotMatch(jobs, /build|import|publish|read/, 'a job or its phase has no Chinese name');
    assert.doesNotMatch(jobs, /[KM]?B \/ |读取|发布/, 'of a job that has ended its last phase or count is told');
    await picture('status');
  });

  await step('of a running job the status page tells its phase and how far it is', async () => {
    const running = { state: 'running', started_at: new Date().toISOString(), done: 20500, total: 61500 };
    await page.route('**/api/v1/status', async (route) => {
      const answer = await (await route.fetch()).json();
      const jobs = [{ ...running, id: 2, kind: 'build', phase: 'merge', unit: 'shards' }, { ...running, id: 1, kind: 'import', phase: 'read', unit: 'B' }];
      await route.fulfill({ json: { ...answer, jobs } });
    });
    await page.reload();
    await at('jobs').waitFor();
    const jobs = await at('jobs').locator('tbody').innerText();
    assert.match(jobs, /合并[^]*20,500 \/ 61,500[^]*读取[^]*20.5 KB \/ 61.5 KB/);
    await page.unroute('**/api/v1/status');
  });

  let need = '';
  const needShown = async (token) => {
    await page.evaluate((one) => (one ? sessionStorage.setItem('queqiao.token', one) : sessionStorage.removeItem('queqiao.token')), token);
    await page.goto(`${origin}/records/${need}`);
    await matchesShown('achievement');
  };
  const matchIds = () => at('match').evaluateAll((all) => all.map((one) => one.dataset.id));
  const decided = (id, verdict) => page.waitForSelector(`[data-testid=match][data-id="${id}"] [data-testid=decide][data-verdict="${verdict}"][data-saving=false]`);
  const matchOf = (id) => page.locator(`[data-testid=match][data-id="${id}"]`);
  const listed = () => page.waitForSelector('[data-testid=decision-list][data-ready=true]');

  await step('who is no broker sees nothing of decisions', async () => {
    need = await page.evaluate(async () => (await (await fetch(`/api/v1/search?kind=need&q=${encodeURIComponent('电池')}`)).json()).hits[0].id);
    for (const token of TOKEN ? ['', TOKEN] : ['']) {
      await needShown(token);
      assert.equal(await at('decide').count() + await at('dismissed-switch').count(), 0);
    }
    await needShown('');
    assert.equal(await at('nav-decisions').count(), 0);
    await page.goto(`${origin}/decisions`);
    await at('decisions-sign-in').waitFor();
  });

  await step('a decision that is not recorded is put back, and the row says why', async () => {
    if (!BROKER) return;
    await needShown(BROKER);
    failing = true;
    await page.route('**/api/v1/decisions', (route) => route.fulfill({ status: 503, json: { error: { code: 'busy', message: '正忙 / busy', request_id: 'x' } } }));
    const [first] = await matchIds();
    await matchOf(first).getByTestId('decide-shortlist').click();
    await matchOf(first).getByTestId('decide-fault').waitFor();
    assert.match(await matchOf(first).getByTestId('decide-fault').innerText(), /没有记下[^]*正忙/);
    await decided(first, '');
    await page.unroute('**/api/v1/decisions');
    failing = false;
  });

  await step('a broker dismisses and shortlists, by mouse and by keyboard', async () => {
    if (!BROKER) return;
    const [first, second] = await matchIds();
    await matchOf(first).getByTestId('decide-dismiss').click();
    await at('decide-save').click();
    assert.match(await at('decide-said').innerText(), /请选择理由/);
    await at('decide-reason').selectOption('price');
    await at('decide-note-input').fill('报价高出一倍');
    await picture('dismiss');
    await at('decide-save').click();
    await decided(first, 'dismissed');
    await at('decide-form').waitFor({ state: 'detached' });
    await page.waitForFunction((id) => document.activeElement?.closest('[data-testid=match]')?.dataset.id === id, first);
    assert.match(await matchOf(first).getByTestId('decide').innerText(), /不合适 · 价格不合[^]*报价高出一倍/);
    assert.equal(await matchOf(first).getByTestId('decide-fault').count(), 0);
    await matchOf(second).getByTestId('decide-shortlist').focus();
    await page.keyboard.press('Enter');
    await decided(second, 'shortlisted');
    assert.ok(await matchOf(second).getByTestId('decide').evaluate((group) => group.contains(document.activeElement)), 'the keyboard has lost its place');
    await matchOf(second).getByTestId('decide-edit').click();
    assert.equal(await at('decide-reason').count(), 0, 'what is chosen needs no reason');
    await at('decide-note-input').fill('已电话联系');
    await at('decide-save').click();
    await at('decide-form').waitFor({ state: 'detached' });
    await matchOf(second).getByTestId('decide-note').waitFor();
    await decided(second, 'shortlisted');
    await picture('decided');
  });

  await step('what was dismissed is not listed again, unless asked for', async () => {
    if (!BROKER) return;
    const [first, second] = await matchIds();
    await needShown(BROKER);
    assert.equal((await matchIds()).includes(first), false);
    assert.match(await at('notes').innerText(), /不合适的 1 条/);
    assert.match(await matchOf(second).getByTestId('decide').innerText(), /入选[^]*已电话联系/);
    await at('dismissed-switch').check();
    await matchOf(first).waitFor();
    await decided(first, 'dismissed');
    assert.equal((await matchIds())[0], first);
  });

  await step('the own list holds both, by verdict, as a file, and takes back', async () => {
    if (!BROKER) return;
    await at('nav-decisions').click();
    await listed();
    assert.equal(await at('decision').count(), 2);
    await picture('list');
    const saved = page.waitForEvent('download');
    await at('export-csv').click();
    assert.match(await readFile(await (await saved).path(), 'utf8'), /^\ufeff序号,决定,/);
    await at('decisions-dismissed').click();
    await page.waitForURL((url) => url.searchParams.get('verdict') === 'dismissed');
    await page.waitForFunction(() => document.querySelectorAll('[data-testid=decision]').length === 1);
    const object = await at('decision').getAttribute('data-object');
    assert.equal(await at('decision').getAttribute('data-subject'), need);
    assert.match(await at('decision-object').getAttribute('href'), new RegExp(object));
    await at('decide-undo').click();
    await page.waitForSelector('[data-testid=decide][data-verdict=""][data-saving=false]');
    await page.reload();
    await at('decisions-empty').waitFor();
    await needShown(BROKER);
    assert.equal((await matchIds())[0], object);
    assert.equal(await at('dismissed-switch').count(), 0);
  });

  await step('the pages of a broker fit 390 pixels, too', async () => {
    if (!BROKER) return;
    await page.setViewportSize({ width: 390, height: 844 });
    for (const language of ['zh', 'en']) {
      await page.evaluate((one) => localStorage.setItem('queqiao.language', one), language);
      for (const address of ['/decisions', `/records/${need}`]) {
        await page.goto(origin + address);
        await page.waitForLoadState('networkidle');
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(wide <= 0, `${address} in ${language} is ${wide} pixels too wide`);
        await picture(`narrow-broker-${language}${address.replaceAll('/', '-')}`);
      }
    }
    await page.evaluate(() => { localStorage.setItem('queqiao.language', 'zh'); sessionStorage.removeItem('queqiao.token'); });
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await step('a token that is none is not kept', async () => {
    refused = true;
    await page.goto(`${origin}/search?q=${encodeURIComponent('锂电池')}`);
    await settled();
    await at('token-open').click();
    for (const wrong of ['no-such-token', '令牌']) {
      await at('token-input').fill(wrong);
      await at('token-save').click();
      await at('token-said').waitFor();
      assert.match(await at('token-said').innerText(), /无效/);
    }
    await picture('token-refused');
    await at('token-input').fill('another');
    assert.equal(await at('token-said').count(), 0, 'what was said of one token stands at the next');
    await page.keyboard.press('Escape');
    await at('token-input').waitFor({ state: 'hidden' });
    assert.equal(await at('token-open').innerText(), '登录');
    assert.equal(await page.evaluate(() => sessionStorage.getItem('queqiao.token')), null);
  });

  await step('a token that is one is kept until its reader leaves', async () => {
    if (!TOKEN) return;
    await at('token-open').click();
    await at('token-input').fill(` ${TOKEN} `);
    await at('token-save').click();
    await at('token-input').waitFor({ state: 'hidden' });
    assert.equal(await at('token-open').innerText(), '已登录');
    await settled();
    await at('token-open').click();
    await at('token-out').click();
    await at('token-input').waitFor({ state: 'hidden' });
    assert.equal(await at('token-open').innerText(), '登录');
  });

  await step('a token revoked while in use can be left behind on every page', async () => {
    const id = await at('hit').first().getAttribute('data-id');
    const shown = { '/': 'corpus-counts', '/search?q=1': 'results', [`/records/${id}`]: 'record', '/submit': 'need-form', '/status': 'store-seq' };
    await page.route('**/api/v1/vocabularies', (route) => route.continue()); // past the browser's cache, which asks nobody
    for (const [address, wanted] of Object.entries(shown)) {
      await page.evaluate(() => sessionStorage.setItem('queqiao.token', 'revoked'));
      await page.goto(origin + address);
      await at('without-token').waitFor();
      assert.match(await at('error-state').innerText(), /令牌无效或已撤销/);
      await at('without-token').click();
      await at('error-state').waitFor({ state: 'detached' });
      await at(wanted).waitFor();
      assert.equal(await at('token-open').innerText(), '登录');
    }
    await page.unroute('**/api/v1/vocabularies');
    refused = false;
  });

  await step('an unknown record and an unknown page say so', async () => {
    await page.goto(`${origin}/records/${UNKNOWN_ID}`);
    await at('record-missing').waitFor();
    await picture('unknown-record');
    const answer = await page.goto(`${origin}/no/such/${UNKNOWN_ID}`);
    assert.equal(answer.status(), 404);
    await at('not-found').waitFor();
  });

  await step('at 390 pixels nothing is wider than the window', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const need = await page.evaluate(async () => (await (await fetch('/api/v1/search?kind=need')).json()).hits[0].id);
    const addresses = ['/', `/search?q=${encodeURIComponent('锂电池')}`, '/submit', '/status', `/records/${need}`];
    for (const [language, address] of ['zh', 'en'].flatMap((one) => addresses.map((other) => [one, other]))) {
      await page.evaluate((one) => localStorage.setItem('queqiao.language', one), language);
      await page.goto(origin + address);
      await page.waitForLoadState('networkidle');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wide <= 0, `${address} in ${language} is ${wide} pixels too wide`);
      const cut = await page.locator('.scroll-x, .tabs').evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).length);
      assert.equal(cut, 0, `${address} in ${language} cuts a table or its tabs off`);
      await picture(`narrow-${language}${address.split('?')[0].replaceAll('/', '-')}`);
    }
  });

  await step('no error was logged and no request left the origin', async () => {
    assert.deepEqual(consoleErrors, []);
    assert.deepEqual(strangers, []);
  });
}

try {
  await run();
  console.log('all steps hold');
} catch (error) {
  console.error(error);
  if (consoleErrors.length) console.error('on the console:', consoleErrors);
  process.exitCode = 1;
} finally {
  await browser.close();
}
