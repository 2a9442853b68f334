// SPDX-License-Identifier: GPL-3.0-or-later
import { createApp } from 'vue';
import './element';
import './style.css';
import App from './App.vue';
import { router } from './router';

createApp(App).use(router).mount('#app');
