// The page of what is to be signed: a file of signatures is read into the field.

const chooser = document.querySelector("[data-chooser]");
chooser.hidden = false;
chooser.querySelector("input").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (file && file.size < 500_000) document.getElementById("signatures").value = await file.text();
});
