// Opens every part of the sidebar that the reader has not closed. The page fills the sidebar after it has loaded.
const sidebar = document.getElementById('tsd-nav-container');
const observer = new MutationObserver(() => {
  const parts = sidebar.querySelectorAll('details');
  if (parts.length === 0) return;
  observer.disconnect();
  for (const part of parts) {
    const { key } = part.querySelector('summary').dataset;
    if (localStorage.getItem(`tsd-accordion-${key}`) !== 'false') part.open = true;
  }
  window.app.ensureActivePageVisible();
});
observer.observe(sidebar, { childList: true });
