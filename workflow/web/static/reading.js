// The list while articles are still being read: how far that is, and nothing else, is kept true.

const shown = document.getElementById("reading");

const look = async () => {
  const answer = await fetch(location.href).catch(() => null);
  if (answer && answer.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById("reading");
    if (!now) {
      shown.querySelector("progress").value = shown.querySelector("progress").max;
      return;
    }
    shown.replaceChildren(...now.childNodes);
  }
  setTimeout(look, 2000);
};

setTimeout(look, 2000);
