// SPDX-License-Identifier: GPL-3.0-or-later
import { createApp, watchEffect } from 'vue';
import './element';
import './style.css';
import App from './App.vue';
import { language } from './i18n';
import { router } from './router';

// Screen readers and line breaking follow the language.
watchEffect(() => {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
});

createApp(App).use(router).mount('#app');
