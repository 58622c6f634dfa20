import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** The shape of the popup with nothing in it: what opening any Preact popup costs in this browser. Asks nobody, stores nothing. */
function EmptyPopup() {
  const input = useRef<HTMLInputElement>(null);
  const [shown, show] = useState('Groceries');
  useEffect(() => input.current?.focus(), []);
  return (
    <>
      <input ref={input} type="text" aria-label="Add to list" placeholder={`Add to ${shown}`} />
      <div role="tablist" aria-label="Lists">
        {['Groceries', 'To-do'].map((name) => (
          <button key={name} type="button" role="tab" aria-selected={name === shown} onClick={() => show(name)}>
            {name}
          </button>
        ))}
      </div>
      <ul aria-label={shown} />
      <footer>
        <span role="status">Nothing to sync</span>
        <button type="button">Open side panel</button>
      </footer>
    </>
  );
}

const place = document.getElementById('app');
if (place === null) throw new Error('The page has no place for its content.');
render(<EmptyPopup />, place);
