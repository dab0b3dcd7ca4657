// On Plone's own forms: a file that is chosen takes the place of the one that is there. Plone's
// script for that is inline, which the policy of the pages does not let run.
document.addEventListener("change", (event) => {
  const file = event.target;
  if (!file.matches?.('input[type="file"][id$="-input"]') || !file.value) return;
  const replace = document.getElementById(file.id.replace(/-input$/, "-replace"));
  if (replace) replace.checked = true;
});
