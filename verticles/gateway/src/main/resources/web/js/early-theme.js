// Runs before the first paint, so that a chosen theme does not flash the other one.
{
  let chosen = null;
  try {
    chosen = localStorage.getItem('groundwire.theme');
  } catch {
    // storage is blocked: the system's preference decides
  }
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
}
