const parts = { view: '', state: '' };

function show() {
  document.title = [parts.state, parts.view, 'Groundwire'].filter(Boolean).join(' · ');
}

/** Where the person is: a conversation's title, "Documents". */
export function titleView(text) {
  parts.view = text;
  show();
}

/** What is going on: "Answering", "Offline"; empty when nothing is. */
export function titleState(text) {
  parts.state = text;
  show();
}
