// The progress of a long job, without loading the page again; without it the page does that.
(() => {
  "use strict";

  const box = document.querySelector("[data-job]");
  if (!box) return;
  const bar = box.querySelector("progress");
  const [text, left] = box.querySelectorAll(".progress .small span");
  let pause = 700;

  async function look() {
    try {
      const answer = await fetch(box.dataset.job, {
        headers: { Accept: "application/json" },
        cache: "no-store",
      });
      // Signed out, or gone: the page itself says what is the matter.
      if (!answer.ok) return location.reload();
      const job = await answer.json();
      if (job.over) return location.reload();
      if (job.total) {
        bar.max = job.total;
        bar.value = job.done;
      }
      text.textContent = job.text;
      if (left) left.textContent = job.left;
    } catch {
      // The server starts again, or the line is down: the job goes on, and so do we.
      pause = 5000;
    }
    pause = Math.min(pause * 1.15, 5000);
    setTimeout(look, pause);
  }
  setTimeout(look, pause);
})();
