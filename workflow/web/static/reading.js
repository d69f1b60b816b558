// The list while articles are still being read: how far that is, and nothing else, is kept true.

const shown = document.getElementById("reading");

const look = async () => {
  const answer = await fetch(location.href).catch(() => null);
  if (answer && answer.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById("reading");
    if (!now) {
      const line = shown.querySelector("p"), link = shown.querySelector("a");
      line.replaceChildren(link); // all are read: how many are not is true no more
      return;
    }
    shown.replaceChildren(...now.childNodes);
  }
  setTimeout(look, 2000);
};

setTimeout(look, 2000);
