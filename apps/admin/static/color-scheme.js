// Runs before the first paint, so that a dark page does not flash white. The key is that of `shell/color-scheme.ts`.
(() => {
  let chosen = 'auto';
  try {
    chosen = localStorage.getItem('zenpulse-color-scheme') || 'auto';
  } catch {
    // Storage may be refused; the system's choice then stands.
  }
  const isDark = chosen === 'auto' ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
  document.documentElement.dataset.mantineColorScheme = isDark ? 'dark' : 'light';
  document.documentElement.style.background = isDark ? '#0f1716' : '#f7f9f8';
})();
