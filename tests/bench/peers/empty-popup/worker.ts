/**
 * Does nothing but exist: while it runs, this extension has a process, as one with a real worker has, so that both popups open into
 * the same situation. A message wakes it; the popup sends none.
 */
chrome.runtime.onMessage.addListener((_message, _sender, answer) => answer(true));
chrome.runtime.onInstalled.addListener(() => undefined);
