/** Tells what a page shows: the numbers of a list, as its items are added. */
export function showItems(list, show) {
  let shown = 0;
  const add = () => {
    for (; shown < list.children.length; shown += 1) {
      show(Number(list.children[shown].textContent));
    }
  };
  add();
  new MutationObserver(add).observe(list, { childList: true });
}
