// SPDX-License-Identifier: GPL-3.0-or-later
// Addresses and their pages. Pages but the first are loaded when they are first opened.
import { watchEffect } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';
import { t, type Key } from './i18n';
import StartPage from './pages/StartPage.vue';

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'start', component: StartPage },
    { path: '/search', name: 'search', component: () => import('./pages/SearchPage.vue'), meta: { title: 'search.page_title' } },
    { path: '/records/:id', name: 'record', component: () => import('./pages/RecordPage.vue') },
    { path: '/submit', name: 'submit', component: () => import('./pages/SubmitPage.vue'), meta: { title: 'submit.title' } },
    { path: '/receipts/:number?', name: 'receipt', component: () => import('./pages/ReceiptPage.vue'), meta: { title: 'receipt.title' } },
    { path: '/decisions', name: 'decisions', component: () => import('./pages/DecisionsPage.vue'), meta: { title: 'decisions.title' } },
    { path: '/status', name: 'status', component: () => import('./pages/StatusPage.vue'), meta: { title: 'status.title' } },
    { path: '/:rest(.*)*', name: 'nowhere', component: () => import('./pages/NotFoundPage.vue'), meta: { title: 'page.not_found' } },
  ],
  // A changed facet keeps the reader where they are; a new page starts at its top.
  scrollBehavior(to, from, saved) {
    if (saved) return saved;
    if (to.name === from.name && to.query.page === from.query.page) return false;
    return { top: 0 };
  },
});

/** The window's title; a record's page puts the record's title there itself. */
export function setTitle(text: string): void {
  document.title = text ? `${text} · 鹊桥 Queqiao` : '鹊桥 Queqiao';
}

watchEffect(() => {
  const { name, meta } = router.currentRoute.value;
  if (name !== 'record') setTitle(meta.title ? t(meta.title as Key) : '');
});
